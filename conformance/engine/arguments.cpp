#include "engine/arguments.hpp"

#include <Poco/NumberParser.h>

#include <array>

#include "engine/data_fault.hpp"
#include "engine/nearest.hpp"

namespace cast::conformance {
namespace {

struct Command {
  const char* name;
  std::vector<std::string> valued;
  std::vector<std::string> flags;
};

const std::vector<Command>& commands() {
  static const std::vector<Command> all{
      {"list", {"profile", "data", "requirements"}, {"json"}},
      {"run",
       {"hub",  "token",  "read-token", "expired-token",  "subject", "profile",  "check",
        "jobs", "out",    "timeout-ms", "repeat-with",    "ca-file", "data",     "requirements",
        "tag",  "repeat", "seed",       "known-failures", "bundle",  "mutation", "build"},
       {"quiet", "fail-fast"}},
      {"mutation",
       {"programs", "faults", "fault", "fair", "jobs", "repeat", "timeout-ms", "at-least", "again", "out",
        "data", "requirements"},
       {}},
      {"init", {"hub", "token", "ca-file", "out", "data", "requirements"}, {}},
      {"client",
       {"subject", "token", "profile", "check", "jobs", "out", "timeout-ms", "repeat-with", "data",
        "requirements", "repeat", "port", "session", "effect"},
       {"quiet", "fail-fast"}},
      {"explain", {"profile", "data", "requirements"}, {}},
      {"validate", {"data", "requirements"}, {}},
      {"rejudge", {"data", "requirements"}, {"own-suite"}},
      {"coverage", {"profile", "data", "requirements"}, {}},
      {"", {}, {"help", "version"}}};
  return all;
}

const Command& commandNamed(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& command : commands()) {
    if (command.name == name) return command;
    names.emplace_back(command.name);
  }
  throw DataFault("there is no command '" + name + "'" + hintFor(name, names) + " (see --help)");
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  for (const auto& each : names)
    if (each == name) return true;
  return false;
}

[[noreturn]] void unknownOption(const Command& command, const std::string& name) {
  std::vector<std::string> known{"--help", "--version"};
  for (const auto& each : command.valued) known.push_back("--" + each);
  for (const auto& each : command.flags) known.push_back("--" + each);
  const std::string of = *command.name == '\0' ? "" : std::string(" of ") + command.name;
  throw DataFault("there is no option '--" + name + "'" + of + hintFor("--" + name, known) + " (see --help)");
}

}  // namespace

std::string Arguments::last(const std::string& option, const std::string& otherwise) const {
  const auto found = options.find(option);
  return found == options.end() ? otherwise : found->second.back();
}

std::vector<std::string> Arguments::all(const std::string& option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>() : found->second;
}

int Arguments::number(const std::string& option, int otherwise, int least, int most) const {
  if (!has(option)) return otherwise;
  int number = 0;
  if (!Poco::NumberParser::tryParse(last(option), number) || number < least || number > most)
    throw DataFault("--" + option + " takes a number from " + std::to_string(least) + " to " +
                    std::to_string(most) + ", not '" + last(option) + "'");
  return number;
}

Arguments readArguments(const std::vector<std::string>& words) {
  Arguments arguments;
  const Command* command = &commandNamed("");
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {  // all that follows is somebody else's
      arguments.others.insert(arguments.others.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                              words.end());
      break;
    }
    if (word.size() < 2 || !word.starts_with("-")) {
      if (arguments.command.empty())
        command = &commandNamed(arguments.command = word);
      else
        arguments.others.push_back(word);
      continue;
    }
    const std::size_t equals = word.find('=');
    const std::string name = word == "-h" ? "help"
                                          : word.substr(word.starts_with("--") ? 2 : 1,
                                                        equals == std::string::npos ? equals : equals - 2);
    const bool flag = contains(command->flags, name) || contains(commands().back().flags, name);
    if (!flag && !contains(command->valued, name)) unknownOption(*command, name);
    if (flag && equals != std::string::npos) throw DataFault("--" + name + " takes no value");
    if (!flag && equals == std::string::npos && i + 1 == words.size())
      throw DataFault("--" + name + " needs a value");
    std::string value;
    if (!flag) value = equals == std::string::npos ? words[++i] : word.substr(equals + 1);
    arguments.options[name].push_back(value);
  }
  return arguments;
}

}  // namespace cast::conformance
