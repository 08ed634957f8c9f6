-- Keeps the view of a case unless a newer one is there, and tells every instance that it changed.
-- Returns 1 when kept, 0 when the view there is as new or newer. Repeating it changes nothing.
local view = KEYS[1] -- string: '<case version> <catalogue version>\n<JSON>'
local case_version = tonumber(ARGV[1])
local catalogue_version = tonumber(ARGV[2])
local value = ARGV[3]
local ttl_seconds = ARGV[4]
local channel = ARGV[5] -- where the query number is announced; empty: nobody needs to know
local number = ARGV[6]

local present = redis.call('GET', view)
if present then
    local case_there, catalogue_there = string.match(present, '^(%d+) (%d+)\n')
    case_there = tonumber(case_there or '-1')
    if case_there > case_version or (case_there == case_version and tonumber(catalogue_there) >= catalogue_version) then
        return 0
    end
end
redis.call('SET', view, value, 'EX', ttl_seconds)
if channel ~= '' then
    redis.call('PUBLISH', channel, number)
end
return 1
