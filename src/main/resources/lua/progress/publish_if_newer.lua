-- Keeps the view of a case unless a newer one is there. Whoever tracks the key is told by Redis itself.
-- Returns 1 when kept, 0 when the view there is as new or newer. Repeating it changes nothing.
local view = KEYS[1] -- string: '<case version> <catalogue version> <entity tag>\n<JSON>'
local case_version = tonumber(ARGV[1])
local catalogue_version = tonumber(ARGV[2])
local value = ARGV[3]
local ttl_seconds = ARGV[4]

local present = redis.call('GET', view)
if present then
    local case_there, catalogue_there = string.match(present, '^(%d+) (%d+) ')
    case_there = tonumber(case_there or '-1')
    if case_there > case_version or (case_there == case_version and tonumber(catalogue_there) >= catalogue_version) then
        return 0
    end
end
redis.call('SET', view, value, 'EX', ttl_seconds)
return 1
