-- Keeps the answer to a match beside the library it was made from, unless another library is there by now, or the answer
-- there was made on a newer catalogue.
-- Returns 1 when kept, 0 otherwise. Repeating it changes nothing.
local library = KEYS[1] -- string: '<version>\n<records>'
local answer = KEYS[2] -- string: '<version of the library> <version of the catalogue> <what else it depends on>\n<JSON>'
local version = ARGV[1]
local catalogue = tonumber(ARGV[2])
local ttl_millis = ARGV[3]
local value = ARGV[4]

if string.match(redis.call('GETRANGE', library, 0, 10), '^(%d+)\n') ~= version then
    return 0
end
local version_there, catalogue_there = string.match(redis.call('GETRANGE', answer, 0, 30), '^(%d+) (%d+) ')
if version_there == version and tonumber(catalogue_there) > catalogue then
    return 0
end
redis.call('SET', answer, value, 'PX', ttl_millis)
return 1
