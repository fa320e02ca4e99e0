-- wrk -s notes.lua URL -- PATHS-FILE COOKIE ORIGIN KEY-FIELD FIELDS: sends the form with a new UUIDv7 each time.
dofile(debug.getinfo(1, "S").source:match("^@(.*)notes.lua$") .. "pages.lua")

local paths, head, at, key, fields = {}, nil, 0, nil, nil
function init(arguments)
  for path in io.lines(arguments[1]) do paths[#paths + 1] = path end
  head = {
    ["Cookie"] = arguments[2], ["Origin"] = arguments[3],
    ["Content-Type"] = "application/x-www-form-urlencoded",
  }
  key, fields = arguments[4], arguments[5]
  math.randomseed(os.time() * 16 + number)
end

local function uuid7()
  local now = os.time()
  local milliseconds = now * 1000 + math.random(0, 999)
  local random = function() return math.random(0, 65535) end
  return string.format(
    "%08x-%04x-7%03x-%04x-%04x%04x%04x", math.floor(milliseconds / 65536), milliseconds % 65536,
    math.random(0, 4095), math.random(32768, 49151), random(), random(), random())
end

function request()
  at = at % #paths + 1
  return wrk.format("POST", paths[at], head, fields .. "&" .. key .. "=" .. uuid7())
end
