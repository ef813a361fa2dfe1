-- Removes the session if it is the given one.
-- KEYS: session. ARGV: fingerprint, channel
if redis.call('HGET', KEYS[1], 'fingerprint') ~= ARGV[1] then
	return 0
end
redis.call('DEL', KEYS[1])
-- A hint only: what is written counts also where nothing may be published.
redis.pcall('PUBLISH', ARGV[2], '')
return 1
