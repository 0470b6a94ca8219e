"""The two scripts that count on the server, on the server's own time.

Every key of one call belongs to one subject, and all subjects live on one server: never rehashed,
so a limit never has two homes.

The **log** is a list of "time count-so-far" per limit, times in microseconds. Its first element is
the last hit that left the window (or a zero), so what is used is a subtraction. Time never runs
backwards within a log, even when the server's clock is set back.

The **lots** are a hash per limit: tokens leased by the slice of time in which they may be spent,
a hundred slices to a window. A lot counts until a whole window after the end of its slice, which is
after any of its tokens was spent: so in no window more is spent than was granted for one.
"""

from alwrity.scaling.redis import Script

#: Takes `cost` in all logs or in none.
#:
#: KEYS: one log a limit. ARGV: now in microseconds (0: the server's), cost, 1 to count whatever is
#: free, then amount, window and grain (microseconds) of each limit. Answers {allowed, index of the
#: telling limit, remaining, reset, wait}, the times in microseconds.
LOG = Script(r"""
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end
local cost, forced = tonumber(ARGV[2]), ARGV[3] == '1'
local allowed, worst, worst_wait = true, 1, -1
local states = {}
local function split(entry)
  local stamp, total = string.match(entry, '(%d+) (%d+)')
  return tonumber(stamp), tonumber(total)
end
for index, key in ipairs(KEYS) do
  local at = 4 + (index - 1) * 3
  local amount, window = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  local last = redis.call('LINDEX', key, -1)
  local base, total, last_stamp = 0, 0, 0
  local time = now
  if last then
    last_stamp, total = split(last)
    if last_stamp > time then time = last_stamp end
    local _, first = split(redis.call('LINDEX', key, 0))
    base = first
    local second = redis.call('LINDEX', key, 1)
    while second do
      local stamp, sum = split(second)
      if stamp > now - window then break end
      redis.call('LPOP', key)
      base = sum
      second = redis.call('LINDEX', key, 1)
    end
  end
  local used = total - base
  local wait = 0
  if used + cost > amount and not forced then
    allowed = false
    wait = window
    local from = 1
    repeat
      local entries = redis.call('LRANGE', key, from, from + 63)
      for _, entry in ipairs(entries) do
        local stamp, sum = split(entry)
        if total - sum + cost <= amount then
          wait = stamp + window - now
          from = -1
          break
        end
      end
      if from > 0 then from = from + 64 end
    until from < 0 or #entries < 64
    if wait > worst_wait then worst, worst_wait = index, wait end
  end
  states[index] = {key, amount, window, tonumber(ARGV[at + 2]), time, last_stamp, total, used}
end
if allowed then
  local least
  for index, state in ipairs(states) do
    local key, amount, window, grain = state[1], state[2], state[3], state[4]
    local time, last_stamp, total = state[5], state[6], state[7]
    if grain > 0 then time = math.ceil(time / grain) * grain end
    if last_stamp == 0 then redis.call('RPUSH', key, '0 0') end
    local entry = string.format('%.0f %.0f', time, total + cost)
    if time == last_stamp and redis.call('LLEN', key) > 1 then
      redis.call('LSET', key, -1, entry)
    else
      redis.call('RPUSH', key, entry)
    end
    redis.call('PEXPIRE', key, math.ceil((window + grain) / 1000) + 1000)
    state[8] = state[8] + cost
    local left = amount - state[8]
    if not least or left < least then least, worst = left, index end
  end
  worst_wait = 0
end
local state = states[worst]
local reset = 0
local oldest = redis.call('LINDEX', state[1], 1)
if oldest then reset = split(oldest) + state[3] - now end
return {allowed and 1 or 0, worst, math.max(0, state[2] - state[8]), reset, worst_wait}
""")

#: Leases a lot, and takes back tokens of an earlier one.
#:
#: What waits now is granted as far as it is free; beyond that a lot is at most a sixteenth of what
#: is free, so that lots shrink to single tokens and none lie idle elsewhere when a limit runs out.
#: KEYS: one hash a limit. ARGV: now (0: the server's), size of the lot, what waits now, a slice and
#: its tokens that come back, the slices' length, then amount and window of each limit, times in
#: microseconds. Answers {granted, slice, microseconds until its end, index of the telling limit,
#: remaining, wait}.
LOTS = Script(r"""
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end
local lot, waiting = tonumber(ARGV[2]), tonumber(ARGV[3])
local back, tokens_back, length = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local slice = math.floor(now / length) + 1  -- the next one: a lot lives for one slice at least
local states, free, telling = {}, nil, 1
for index, key in ipairs(KEYS) do
  local amount, window = tonumber(ARGV[5 + 2 * index]), tonumber(ARGV[6 + 2 * index])
  local total = tonumber(redis.call('HGET', key, 'total') or 0)
  local oldest = tonumber(redis.call('HGET', key, 'oldest') or slice)
  if tokens_back > 0 and back >= oldest and redis.call('HEXISTS', key, back) == 1 then
    redis.call('HINCRBY', key, back, -tokens_back)
    total = total - tokens_back
  end
  local gone = math.floor((now - window) / length) - 1
  while oldest <= gone do
    local tokens = redis.call('HGET', key, oldest)
    if tokens then
      total = total - tokens
      redis.call('HDEL', key, oldest)
    end
    oldest = oldest + 1
    if total == 0 then oldest = math.max(oldest, gone + 1) end
  end
  states[index] = {total, oldest, amount, window}
  if not free or amount - total < free then free, telling = amount - total, index end
end
free = math.max(0, free)
local grant = math.min(free, math.max(waiting, math.min(lot, math.floor(free / 16))))
local wait = 0
if grant < waiting then
  local state = states[telling]
  local from = state[2]
  while from < slice and tonumber(redis.call('HGET', KEYS[telling], from) or 0) <= 0 do
    from = from + 1
  end
  from = from + 1
  wait = math.max(0, from * length + state[4] - now)
end
for index, key in ipairs(KEYS) do
  local state = states[index]
  if grant > 0 then redis.call('HINCRBY', key, slice, grant) end
  redis.call('HSET', key, 'total', string.format('%.0f', state[1] + grant),
    'oldest', string.format('%.0f', state[2]))
  redis.call('PEXPIRE', key, math.ceil((state[4] + 3 * length) / 1000) + 1000)
end
return {grant, slice, (slice + 1) * length - now, telling, free - grant, wait}
""")
