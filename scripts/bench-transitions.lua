-- For wrk: each request marks another guarantee overdue, and then, all having been marked, current again.
-- CASSIA_TOKEN holds the bank's token, CASSIA_RECORDS a file with a number and a version a line.
local numbers, versions, at, pass = {}, {}, 0, 0
local token = os.getenv("CASSIA_TOKEN")
local run = os.time()

for line in io.lines(os.getenv("CASSIA_RECORDS")) do
  local number, version = line:match("^(%S+) (%d+)$")
  numbers[#numbers + 1] = number
  versions[#versions + 1] = tonumber(version)
end

request = function()
  at = at + 1
  if at > #numbers then at, pass = 1, pass + 1 end
  local action = pass % 2 == 0 and "mark_overdue" or "mark_current"
  return wrk.format("POST", "/api/v1/guarantees/" .. numbers[at] .. "/actions/" .. action, {
    ["Authorization"] = "Bearer " .. token,
    ["Content-Type"] = "application/json",
    ["If-Match"] = '"' .. (versions[at] + pass) .. '"',
    ["Idempotency-Key"] = "bench-" .. run .. "-" .. at .. "-" .. pass,
  }, "{}")
end
