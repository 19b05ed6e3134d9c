// cast-bench: measures a running hub from outside.
#include <charconv>
#include <exception>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

#include "measurements.hpp"
#include "swarm.hpp"

namespace {

constexpr const char* kUsage =
    "usage: cast-bench connections --hub URL --token T [--count N] [--per-session N]\n"
    "       cast-bench fanout --hub URL --token T [--receivers N] [--events M] [--rate R]\n\n"
    "connections  opens N (10000) WebSockets, each with a subscription, N (10) of them in a session; prints "
    "the\n"
    "             hub's threads and resident memory before and after, from its /metrics\n"
    "fanout       publishes M (1000) events at R (100) a second, 0: as fast as it can, to a session of N "
    "(100)\n"
    "             WebSockets; prints deliveries per second and latencies; exit code 1 if one is missing\n";

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Flags = std::map<std::string, std::string>;

Flags readFlags(int argc, char** argv, Flags defaults) {
  for (int i = 2; i < argc; i += 2) {
    const auto known = defaults.find(argv[i]);
    if (known == defaults.end())
      throw UsageError(std::string("`") + argv[i] + "` is no flag of this command");
    if (i + 1 == argc) throw UsageError(std::string(argv[i]) + " needs a value");
    known->second = argv[i + 1];
  }
  for (const char* needed : {"--hub", "--token"}) {
    if (defaults.at(needed).empty()) throw UsageError(std::string(needed) + " is missing");
  }
  return defaults;
}

template <class Number>
Number numberOf(const Flags& flags, const std::string& flag, Number least) {
  const std::string& text = flags.at(flag);
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < least) {
    throw UsageError(flag + " must be a number from " + std::to_string(least) + ", not `" + text + "`");
  }
  return number;
}

int run(int argc, char** argv) {
  using cast::bench::Target;
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "--help" || command == "help") {
    std::cout << kUsage;
    return 0;
  }
  cast::bench::raiseDescriptorLimit();
  if (command == "connections") {
    const Flags flags = readFlags(
        argc, argv, {{"--hub", ""}, {"--token", ""}, {"--count", "10000"}, {"--per-session", "10"}});
    const auto count = numberOf<std::size_t>(flags, "--count", 1);
    const auto perSession = numberOf<std::size_t>(flags, "--per-session", 1);
    cast::bench::measureConnections(Target::parse(flags.at("--hub"), flags.at("--token")), count, perSession);
    return 0;
  }
  if (command == "fanout") {
    const Flags flags = readFlags(
        argc, argv,
        {{"--hub", ""}, {"--token", ""}, {"--receivers", "100"}, {"--events", "1000"}, {"--rate", "100"}});
    const auto receivers = numberOf<std::size_t>(flags, "--receivers", 1);
    const auto events = numberOf<std::size_t>(flags, "--events", 1);
    const auto rate = numberOf<double>(flags, "--rate", 0);
    const Target target = Target::parse(flags.at("--hub"), flags.at("--token"));
    return cast::bench::measureFanout(target, receivers, events, rate) ? 0 : 1;
  }
  throw UsageError(command.empty() ? "name a command" : "`" + command + "` is no command");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const UsageError& error) {
    std::cerr << "cast-bench: " << error.what() << "\n\n" << kUsage;
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "cast-bench: " << error.what() << '\n';
    return 3;
  }
}
