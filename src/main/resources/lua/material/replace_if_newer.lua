-- Replaces the reusable materials of one subject unless a newer copy is there already.
-- Returns 1 when replaced, 0 when the copy there is as new or newer. Repeating it changes nothing.
local library = KEYS[1] -- string: '<version>\n<records>'
local version = tonumber(ARGV[1])
local ttl_seconds = ARGV[2]
local value = ARGV[3] -- begins with the version too

local present = string.match(redis.call('GETRANGE', library, 0, 10), '^(%d+)\n')
if present and tonumber(present) >= version then
    return 0
end
redis.call('SET', library, value, 'EX', ttl_seconds)
return 1
