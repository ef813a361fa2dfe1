-- Keeps the logins to the Westmoon platform, one row for each account. Times are in microseconds since 1970.
create table if not exists WESTMOON_LOGIN (
	ACCOUNT varchar(64) not null primary key,
	SESSION_CONTENT binary large object,
	SESSION_FINGERPRINT varchar(64),
	SESSION_CREATED bigint,
	SESSION_WRITES bigint not null,
	ATTEMPT_CONTENT binary large object,
	ATTEMPT_VERSION bigint not null,
	LEASE_HOLDER varchar(36),
	LEASE_END bigint not null
);
