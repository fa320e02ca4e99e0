-- wrk -s search.lua URL -- BODIES-FILE COOKIE ORIGIN PATH: sends the forms in turn, each thread from its own place.
dofile(debug.getinfo(1, "S").source:match("^@(.*)search.lua$") .. "pages.lua")

local requests, at = {}, 0
function init(arguments)
  local head = {
    ["Cookie"] = arguments[2], ["Origin"] = arguments[3],
    ["Content-Type"] = "application/x-www-form-urlencoded",
  }
  for body in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("POST", arguments[4], head, body)
  end
  at = number * math.floor(#requests / 2)
end

function request()
  at = at % #requests + 1
  return requests[at]
end
