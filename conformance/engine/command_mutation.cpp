#include <algorithm>
#include <fstream>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/arguments.hpp"
#include "engine/commands.hpp"
#include "engine/data_fault.hpp"
#include "engine/environment.hpp"
#include "engine/mutation.hpp"
#include "engine/mutation_score.hpp"
#include "engine/nearest.hpp"
#include "engine/suite.hpp"
#include "engine/suite_files.hpp"
#include "engine/trial.hpp"
#include "wire/deadline.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

namespace fs = std::filesystem;

constexpr int kDefaultJobs = 16;
constexpr int kDefaultTimeoutMs = 1000;  ///< what a fault withholds is waited for in vain
constexpr int kDefaultLeast = 97;
constexpr const char* kAgain = " (judged again, alone)";
constexpr std::size_t kShown = 10;
constexpr std::size_t kLongest = 400;

/// Of the list those that an option names, none where it names none.
template <typename Named>
std::vector<Named> named(const std::vector<Named>& list, const Arguments& arguments, const char* option) {
  std::vector<std::string> names(list.size());
  std::transform(list.begin(), list.end(), names.begin(), [](const Named& each) { return each.name; });
  std::vector<Named> chosen;
  for (const auto& name : arguments.all(option)) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
      throw DataFault(std::string("there is no ") + option + " '" + name + "'" + hintFor(name, names) +
                      " (see --faults)");
    chosen.push_back(list[static_cast<std::size_t>(found - names.begin())]);
  }
  return chosen;
}

void refuseScoreOfSome(const Arguments& arguments) {
  for (const char* some : {"fault", "fair"})
    if (arguments.has("out") && arguments.has(some))
      throw DataFault(std::string("--out writes the score of all faults: leave out --") + some);
}

FaultList chosenOf(const Arguments& arguments, const fs::path& data) {
  FaultList list = readFaultList(arguments.last("faults", (data / "faults").string()));
  if (arguments.has("fault") || arguments.has("fair"))
    list = {named(list.faults, arguments, "fault"), named(list.fair, arguments, "fair")};
  return list;
}

fs::path programsOf(const Arguments& arguments) {
  if (arguments.has("programs")) return arguments.last("programs");
  return fs::read_symlink("/proc/self/exe").parent_path();
}

/// The first of them, and how many there are beyond.
std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) text += (i == 0 ? "" : ", ") + names[i];
  return names.size() <= kShown ? text : text + " and " + std::to_string(names.size() - kShown) + " more";
}

std::string missedBy(const Mutant& mutant) {
  std::vector<std::string> checks;
  for (const auto& check : mutant.missed) {
    const auto times = mutant.times.find(check);
    const bool sometimes = times != mutant.times.end() && times->second > 0;
    checks.push_back(check + " (" + mutant.verdicts.at(check) +
                     (sometimes ? ", but found in " + std::to_string(times->second) + " of " +
                                      std::to_string(mutant.runs) + " runs"
                                : "") +
                     ")");
  }
  return joined(checks);
}

void printMutant(const Mutant& mutant, std::ostream& out) {
  out << (mutant.asMeant()  ? "killed    "
          : mutant.killed() ? "NOT AS MEANT "
                            : "SURVIVED  ")
      << mutant.fault.name << (mutant.again ? kAgain : "");
  if (!mutant.asMeant()) out << ": " << mutant.fault.promise << "; not found by " << missedBy(mutant);
  if (!mutant.asMeant() && mutant.killed()) out << ", but by " << joined(mutant.found);
  out << '\n' << std::flush;
}

void printFairness(const Fairness& fairness, std::ostream& out) {
  out << (fairness.asMeant() ? "fair      " : "BLAMED    ") << fairness.subject.name
      << (fairness.again ? kAgain : "") << ": " << fairness.subject.choice << " (" << fairness.passed
      << " checks passed)\n";
  for (const auto& blame : fairness.blamed) out << "    " << shortened(blame, kLongest) << '\n';
  out << std::flush;
}

void write(const std::vector<Mutant>& mutants, const std::vector<Fairness>& fairness,
           const MutationScore& score, const Suite& suite, const std::string& file) {
  Json json{{"format", "cast-mutation/1"},
            {"suite",
             {{"name", "cast-conformance"},
              {"version", suiteVersion()},
              {"sha256", suiteDigest(suiteFiles(suite))}}}};
  json.update(score.json());
  json["mutants"] = Json::array();
  for (const auto& mutant : mutants)
    json["mutants"].push_back({{"name", mutant.fault.name},
                               {"promise", mutant.fault.promise},
                               {"harm", nameOf(mutant.fault.harm)},
                               {"found", mutant.found},
                               {"missed", mutant.missed}});
  json["fair"] = Json::array();
  for (const auto& each : fairness)
    json["fair"].push_back(
        {{"name", each.subject.name}, {"choice", each.subject.choice}, {"blamed", each.blamed}});
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << json.dump(2) << '\n';
  stream.close();
  if (!stream) throw std::runtime_error("cannot write " + file + ": name another file with --out");
}

}  // namespace

ExitCode mutationCommand(const Arguments& arguments, Suite& suite, const fs::path& data, std::ostream& out) {
  if (!arguments.others.empty())
    throw DataFault("mutation does not understand '" + arguments.others.front() +
                    "': name a fault with --fault");
  const Mutation::Options options{.jobs = arguments.number("jobs", kDefaultJobs, 1, 64),
                                  .repeat = arguments.number("repeat", 1, 1, 1000),
                                  .timeoutMs = arguments.number("timeout-ms", kDefaultTimeoutMs, 50, 60000),
                                  .again = arguments.number("again", 0, 0, 1000)};
  refuseScoreOfSome(arguments);
  const int least = arguments.number("at-least", kDefaultLeast, 0, 100);
  Trial trial(suite, programsOf(arguments));
  const Mutation mutation(trial, chosenOf(arguments, data), options);
  const auto began = Clock::now();
  const auto fairness = mutation.judgeFair([&](const Fairness& each) { printFairness(each, out); });
  const auto mutants = mutation.judgeFaults([&](const Mutant& mutant) { printMutant(mutant, out); });
  const MutationScore score(mutants, fairness);
  score.print(out);
  out << "in " << std::fixed << std::setprecision(1)
      << std::chrono::duration<double>(Clock::now() - began).count() << " s, each " << options.repeat
      << (options.repeat == 1 ? " time\n" : " times\n");
  if (arguments.has("out")) write(mutants, fairness, score, suite, arguments.last("out"));
  return score.reaches(least) ? ExitCode::conformant : ExitCode::notConformant;
}

}  // namespace cast::conformance
