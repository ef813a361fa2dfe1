-- Prolongs the lease if it is still the given one.
-- KEYS: lease. ARGV: holder, time to live (milliseconds)
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
	return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
