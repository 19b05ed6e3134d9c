// Command lines that send again what a check sent, for a terminal without this project: curl for HTTP,
// websocat for a WebSocket. Tokens stand as shell variables ("$CAST_TOKEN"), never as values. Whatever a
// subject has put into a line is quoted for a POSIX shell with the quoting $'...' (bash, zsh, ksh), and holds
// no character that is not seen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/result/result.hpp"

namespace cast::report {

struct CommandLine {
  std::string tool;  // curl or websocat
  std::string text;
};

// One line for each distinct request or WebSocket connection of the check, in order; the runner's own probes
// and what can't be said in such a line (broken HTTP, more than 16 KiB, cut bytes) are left out. At most
// `most`.
std::vector<CommandLine> commandsOf(const Check& check, const Subject& subject, std::size_t most = 8);

// `text` as one word of the shell.
std::string shellWord(std::string_view text);

}  // namespace cast::report
