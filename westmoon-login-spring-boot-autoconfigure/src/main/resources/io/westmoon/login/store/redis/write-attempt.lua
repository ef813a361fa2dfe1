-- Writes the attempt if the stored one has the version before it.
-- KEYS: attempt. ARGV: content, version, whether it is alive, time to live (milliseconds), channel
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if tonumber(version) + 1 ~= tonumber(ARGV[2]) then
	return 0
end
redis.call('HSET', KEYS[1], 'content', ARGV[1], 'version', ARGV[2], 'live', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
-- A hint only: what is written counts also where nothing may be published.
redis.pcall('PUBLISH', ARGV[5], '')
return 1
