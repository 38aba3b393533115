-- Goes through what `etio lsp` does, in a real Neovim (0.11 or newer) with the settings of docs/editors.md:
--
--   nvim --headless -u NONE -l docs/editors/try-neovim.lua [PATH/TO/etio]
--
-- Says for each thing whether it works, and ends with 1 where one does not.

local program = vim.fn.exepath(arg[1] or 'etio')
assert(program ~= '', 'the program etio was not found; name it')
local here = vim.fs.dirname(vim.fs.abspath(arg[0]))

-- The settings that the page shows, with the program that was named.
local page = table.concat(vim.fn.readfile(vim.fs.joinpath(here, '..', 'editors.md')), '\n')
local settings = assert(page:match('```lua\n(.-)\n```'), 'the page shows settings')
local replaced
settings, replaced = settings:gsub("cmd = { 'etio', 'lsp' }", ('cmd = { %q, "lsp", "--lang", "en" }'):format(program))
assert(replaced == 1, 'the settings start the program')
vim.cmd('filetype on')
-- The cursor may stand behind the last character, as while one types.
vim.o.virtualedit = 'onemore'
assert(load(settings))()

local folder = vim.fn.tempname()
local function write(name, lines)
  local path = vim.fs.joinpath(folder, name)
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  vim.fn.writefile(lines, path)
end
write('base.kb', {
  'base printer "Printer"',
  '  language en',
  '  about "printer"',
  '  source estimate',
  'fact plugged-in "It is plugged in"',
  '  ask "Is it plugged in?"',
  '  otherwise usually',
  'symptom dead "It does nothing"',
  '  says "dead", "does nothing"',
  'cause no-power "It has no power"',
  '  is common',
  '  always dead',
  '  almost never   pluged-in',
})
write('fixes.kb', {
  'fix plug-in "Plug it in"',
  '  usually cures no-power',
  '  step "Plug it in."',
})
write('cases/first.yaml', {
  '- case: no power comes first',
  '  text: "it is dead"',
  '  expect: {cause: no-power}',
  '- case: this one does not hold',
  '  text: "it is dead"',
  '  expect: {cause: other}',
})

local failed = 0
local function try(what, attempt)
  local fine, why = pcall(attempt)
  failed = failed + (fine and 0 or 1)
  io.stdout:write(fine and 'works   ' or 'FAILS   ', what, fine and '' or ': ' .. tostring(why), '\n')
end

local function open(name)
  vim.cmd.edit(vim.fs.joinpath(folder, name))
  return vim.api.nvim_get_current_buf()
end
local function wait(what, holds)
  assert(vim.wait(5000, holds, 20), 'waited in vain for ' .. what)
end

--- Puts the cursor `offset` characters into the first place where a text stands.
local function go(text, offset)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search('\\V' .. text, 'cW') > 0, text .. ' is there')
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  vim.api.nvim_win_set_cursor(0, { row, column + (offset or 0) })
end

--- Asks the server about the place of the cursor.
local function ask(method, more)
  local params = vim.lsp.util.make_position_params(0, 'utf-16')
  params = vim.tbl_extend('force', params, more or {})
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, 5000))
  for _, answer in pairs(answers) do
    assert(not answer.err, vim.inspect(answer.err))
    return answer.result
  end
  error('nobody answers')
end

local function lines(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
end
local function has(text, part)
  assert(text:find(part, 1, true), ('%q is not in %q'):format(part, text))
end

local base = open('base.kb')
local function mistakes() return vim.diagnostic.get(base, { severity = vim.diagnostic.severity.ERROR }) end

try('the server starts', function()
  assert(vim.bo[base].filetype == 'etio', vim.bo[base].filetype)
  wait('the server', function() return #vim.lsp.get_clients({ bufnr = base, name = 'etio' }) == 1 end)
  wait('its abilities', function() return vim.lsp.get_clients({ bufnr = base })[1].initialized end)
end)
try('a mistake is told', function()
  wait('a diagnostic', function() return #mistakes() == 1 end)
  local one = mistakes()[1]
  has(one.message, 'pluged-in')
  assert(one.lnum == 12 and one.source == 'etio', vim.inspect(one))
end)
try('a code action mends it', function()
  go('pluged-in')
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title:find('plugged%-in') ~= nil end })
  wait('the edit', function() return lines(base):find('never   plugged-in', 1, true) ~= nil end)
  wait('no mistake', function() return #mistakes() == 0 end)
end)
try('a mistake is told as one types', function()
  vim.api.nvim_buf_set_lines(base, 13, 13, false, { '  ofen plugged-in' })
  wait('a diagnostic', function() return #mistakes() > 0 end)
  vim.api.nvim_buf_set_lines(base, 13, 14, false, {})
  wait('no mistake', function() return #mistakes() == 0 end)
end)
try('completion knows likelihoods with their numbers, and names', function()
  vim.api.nvim_buf_set_lines(base, 13, 13, false, { '  al', '  often ' })
  vim.api.nvim_win_set_cursor(0, { 14, 4 })
  local items = vim.iter(ask('textDocument/completion').items)
  local always = assert(items:find(function(item) return item.label == 'almost always' end), 'almost always')
  assert(always.detail == '90%', always.detail)
  vim.api.nvim_win_set_cursor(0, { 15, 8 })
  local labels = vim.tbl_map(function(item) return item.label end, ask('textDocument/completion').items)
  assert(vim.tbl_contains(labels, 'plugged-in') and vim.tbl_contains(labels, 'dead'), vim.inspect(labels))
  vim.api.nvim_buf_set_lines(base, 13, 15, false, {})
end)
try('hovering tells what a name and a number stand for', function()
  go('always dead', 8)
  has(ask('textDocument/hover').contents.value, 'It does nothing')
  go('always dead', 2)
  has(ask('textDocument/hover').contents.value, '98%')
end)
local fixes = open('fixes.kb')
wait('the server', function() return #vim.lsp.get_clients({ bufnr = fixes }) == 1 end)
try('one server serves all files of the folder', function()
  assert(#vim.lsp.get_clients({ name = 'etio' }) == 1)
end)
try('the definition is found in another file', function()
  go('no-power')
  vim.lsp.buf.definition()
  wait('the other file', function() return vim.api.nvim_get_current_buf() == base end)
  assert(vim.fn.line('.') == 10, vim.fn.line('.'))
end)
try('references are found in every file', function()
  go('no-power')
  local found = ask('textDocument/references', { context = { includeDeclaration = true } })
  local files = {}
  for _, one in ipairs(found) do files[vim.fs.basename(one.uri)] = true end
  assert(files['base.kb'] and files['fixes.kb'], vim.inspect(found))
end)
try('a name is changed in every file', function()
  go('no-power')
  vim.lsp.buf.rename('unplugged')
  wait('the edits', function() return lines(fixes):find('cures unplugged', 1, true) ~= nil end)
  has(lines(base), 'cause unplugged')
  vim.cmd('silent wall')
end)
try('a page is put in its form', function()
  vim.api.nvim_set_current_buf(base)
  vim.lsp.buf.format({ timeout_ms = 5000 })
  has(lines(base), '  almost never plugged-in')
end)
try('symbols are listed', function()
  local symbols = ask('textDocument/documentSymbol')
  local names = vim.tbl_map(function(one) return one.name end, symbols)
  assert(vim.deep_equal(names, { 'printer', 'plugged-in', 'dead', 'unplugged' }), vim.inspect(names))
end)
try('declarations fold', function()
  local folds = ask('textDocument/foldingRange')
  assert(#folds == 4, vim.inspect(folds))
end)

--- Runs the lens of a line, and returns the text that is shown.
local function lens(text)
  go(text)
  local row = vim.fn.line('.') - 1
  wait('lenses', function()
    vim.lsp.codelens.refresh({ bufnr = 0 })
    return vim.iter(vim.lsp.codelens.get(0)):any(function(one) return one.range.start.line == row and one.command end)
  end)
  vim.lsp.codelens.run()
  local shown
  wait('the answer', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then shown = window end
    end
    return shown ~= nil
  end)
  local told = lines(vim.api.nvim_win_get_buf(shown))
  vim.api.nvim_win_close(shown, true)
  return told
end
try('a symptom is tried', function() has(lens('symptom dead'), 'It has no power') end)
open('cases/first.yaml')
try('the server serves cases', function()
  assert(vim.bo.filetype == 'yaml.etio', vim.bo.filetype)
  wait('the server', function() return #vim.lsp.get_clients({ bufnr = 0, name = 'etio' }) == 1 end)
end)
try('a case that does not hold is run', function() has(lens('this one does not hold'), 'other') end)
try('the name is changed in cases too', function() has(lines(0), 'expect: {cause: unplugged}') end)
try('a case is run as it stands in the editor', function() has(lens('no power comes first'), 'no power comes first') end)
try('the server ends with the editor', function()
  local client = vim.lsp.get_clients({ name = 'etio' })[1]
  client:stop()
  wait('the end', function() return client:is_stopped() end)
end)
vim.fn.delete(folder, 'rf')
os.exit(failed == 0 and 0 or 1)
