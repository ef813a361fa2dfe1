-- Frees the lease if it is still the given one, and wakes those who wait for it.
-- KEYS: lease. ARGV: holder, channel
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
	return 0
end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[2], 'ATTEMPT')
return 1
