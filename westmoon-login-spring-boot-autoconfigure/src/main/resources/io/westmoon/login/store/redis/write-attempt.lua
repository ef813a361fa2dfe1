-- Writes the attempt if the stored one has the version before it.
-- KEYS: attempt. ARGV: content, version, time to live (milliseconds), channel
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if tonumber(version) + 1 ~= tonumber(ARGV[2]) then
	return 0
end
redis.call('HSET', KEYS[1], 'content', ARGV[1], 'version', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PUBLISH', ARGV[4], 'ATTEMPT')
return 1
