-- Sends the given bodies one after the other, and ends with what came of it as one line of JSON (load.py, Outcome).
-- Arguments: the method, then the bodies.

local requests, sent = {}, 0

function init(args)
   for number = 2, math.max(2, #args) do
      requests[#requests + 1] = wrk.format(args[1], nil, nil, args[number])
   end
end

function request()
   sent = sent + 1
   return requests[sent % #requests + 1]
end

function done(summary, latency)
   local errors = summary.errors
   local failures = errors.connect + errors.read + errors.write + errors.status + errors.timeout
   local line = '{"requests":%d,"failures":%d,"p50":%.1f,"p99":%.1f}\n'
   io.write(line:format(summary.requests, failures, latency:percentile(50), latency:percentile(99)))
end
