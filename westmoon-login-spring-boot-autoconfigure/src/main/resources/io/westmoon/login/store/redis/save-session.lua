-- Writes the session unless another one that was created later is stored.
-- KEYS: session. ARGV: content, fingerprint, created (microseconds), time to live (milliseconds), channel
local stored = redis.call('HMGET', KEYS[1], 'fingerprint', 'created')
if stored[1] and stored[1] ~= ARGV[2] and tonumber(stored[2] or '0') > tonumber(ARGV[3]) then
	return 0
end
redis.call('HSET', KEYS[1], 'content', ARGV[1], 'fingerprint', ARGV[2], 'created', ARGV[3])
redis.call('HINCRBY', KEYS[1], 'writes', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
-- A hint only: what is written counts also where nothing may be published.
redis.pcall('PUBLISH', ARGV[5], '')
return 1
