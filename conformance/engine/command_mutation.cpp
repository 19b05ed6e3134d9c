#include <fstream>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/arguments.hpp"
#include "engine/commands.hpp"
#include "engine/data_fault.hpp"
#include "engine/environment.hpp"
#include "engine/mutation.hpp"
#include "engine/nearest.hpp"
#include "engine/suite.hpp"
#include "engine/suite_files.hpp"
#include "wire/deadline.hpp"

namespace cast::conformance {
namespace {

namespace fs = std::filesystem;

constexpr int kDefaultJobs = 4;
constexpr int kDefaultTimeoutMs = 1000;  ///< what a fault withholds is waited for in vain
constexpr int kDefaultLeast = 97;

std::vector<Fault> chosenFaults(const Arguments& arguments, const fs::path& data) {
  const auto all = readFaults(arguments.last("faults", (data / "faults" / "faults.json").string()));
  if (!arguments.has("fault")) return all;
  std::vector<std::string> names;
  for (const auto& fault : all) names.push_back(fault.name);
  std::vector<Fault> chosen;
  for (const auto& name : arguments.all("fault")) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
      throw DataFault("there is no fault '" + name + "'" + hintFor(name, names) + " (see --faults)");
    chosen.push_back(all[static_cast<std::size_t>(found - names.begin())]);
  }
  return chosen;
}

std::string programOf(const Arguments& arguments) {
  const fs::path beside = fs::read_symlink("/proc/self/exe").parent_path() / "cast-faulty-hub";
  const std::string program = arguments.last("program", beside.string());
  if (!fs::exists(program))
    throw DataFault("there is no " + program + ": build cast-faulty-hub, or name a program with --program");
  return program;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void printMutant(const Mutant& mutant, std::ostream& out) {
  out << std::left << std::setw(10)
      << (mutant.asIntended() ? "killed"
          : mutant.killed()   ? "killed by others"
                              : "SURVIVED")
      << ' ' << mutant.fault.name;
  if (!mutant.asIntended())
    out << ": " << mutant.fault.promise << " (" << mutant.fault.requirement << "); not found by "
        << joined(mutant.missed);
  if (!mutant.asIntended() && mutant.killed()) out << ", but by " << joined(mutant.found);
  out << '\n' << std::flush;
}

struct Score {
  std::size_t faults = 0;
  std::size_t killed = 0;
  std::size_t asIntended = 0;
};

Score scoreOf(const std::vector<Mutant>& mutants) {
  Score score{mutants.size(), 0, 0};
  for (const auto& mutant : mutants) {
    if (mutant.killed()) ++score.killed;
    if (mutant.asIntended()) ++score.asIntended;
  }
  return score;
}

std::string percent(std::size_t part, std::size_t whole) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1) << 100.0 * static_cast<double>(part) / static_cast<double>(whole)
       << " %";
  return text.str();
}

void printScore(const Score& score, double seconds, std::ostream& out) {
  out << score.faults << " faults: " << score.killed << " killed (" << percent(score.killed, score.faults)
      << "), " << score.asIntended << " by the checks meant for them ("
      << percent(score.asIntended, score.faults) << "), " << score.faults - score.killed << " survived, in "
      << std::fixed << std::setprecision(1) << seconds << " s\n";
}

void write(const std::vector<Mutant>& mutants, const Score& score, const Suite& suite,
           const std::string& file) {
  Json json{{"format", "cast-mutation/1"},
            {"suite",
             {{"name", "cast-conformance"},
              {"version", suiteVersion()},
              {"sha256", suiteDigest(suiteFiles(suite))}}},
            {"faults", score.faults},
            {"killed", score.killed},
            {"asIntended", score.asIntended},
            {"mutants", Json::array()}};
  for (const auto& mutant : mutants)
    json["mutants"].push_back({{"name", mutant.fault.name},
                               {"promise", mutant.fault.promise},
                               {"requirement", mutant.fault.requirement},
                               {"found", mutant.found},
                               {"missed", mutant.missed}});
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
  Subject subject = readSubject(
      suite.readSubjectFile(arguments.last("subject", (data / "faults" / "subject.json").string())));
  subject.timeout = Milliseconds(arguments.number("timeout-ms", kDefaultTimeoutMs, 50, 60000));
  const int jobs = arguments.number("jobs", kDefaultJobs, 1, 64);
  const int least = arguments.number("at-least", kDefaultLeast, 0, 100);
  const Mutation mutation(suite, subject, programOf(arguments), chosenFaults(arguments, data));
  const auto began = Clock::now();
  const auto mutants = mutation.run(jobs, [&](const Mutant& mutant) { printMutant(mutant, out); });
  const Score score = scoreOf(mutants);
  printScore(score, std::chrono::duration<double>(Clock::now() - began).count(), out);
  if (arguments.has("out")) write(mutants, score, suite, arguments.last("out"));
  const bool enough = score.asIntended * 100 >= score.faults * static_cast<std::size_t>(least);
  return enough ? ExitCode::conformant : ExitCode::notConformant;
}

}  // namespace cast::conformance
