-- Replaces the reusable materials of one subject unless a newer copy is there already.
-- Returns 1 when replaced, 0 when the copy there is as new or newer. Repeating it changes nothing.
local library = KEYS[1] -- hash: '#' -> version, material type -> JSON array
local version = tonumber(ARGV[1])
local ttl_seconds = ARGV[2]
-- ARGV[3..]: material type, JSON array, material type, JSON array ...

local present = tonumber(redis.call('HGET', library, '#') or '-1')
if present >= version then
    return 0
end
redis.call('DEL', library)
redis.call('HSET', library, '#', version, unpack(ARGV, 3))
redis.call('EXPIRE', library, ttl_seconds)
return 1
