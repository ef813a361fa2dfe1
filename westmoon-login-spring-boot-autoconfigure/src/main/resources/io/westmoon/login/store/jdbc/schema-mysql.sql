-- Keeps the logins to the Westmoon platform, one row for each account. Times are in microseconds since 1970.
create table if not exists WESTMOON_LOGIN (
	ACCOUNT varchar(64) character set utf8mb4 collate utf8mb4_bin not null primary key,
	SESSION_CONTENT mediumblob,
	SESSION_FINGERPRINT varchar(64),
	SESSION_CREATED bigint,
	SESSION_WRITES bigint not null,
	ATTEMPT_CONTENT mediumblob,
	ATTEMPT_VERSION bigint not null,
	LEASE_HOLDER varchar(36),
	LEASE_END bigint not null
) engine = InnoDB;
