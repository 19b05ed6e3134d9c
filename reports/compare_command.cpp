#include "reports/compare_command.hpp"

#include <Poco/Util/Option.h>
#include <Poco/Util/OptionException.h>
#include <Poco/Util/OptionProcessor.h>
#include <Poco/Util/OptionSet.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "reports/compare/comparison_page.hpp"
#include "reports/compare/run_set.hpp"
#include "reports/faces/visible_text.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

struct Request {
  std::vector<std::string> files;
  std::string html, markdown;
  bool regressions = false;
  bool acrossSuites = false;
};

Poco::Util::OptionSet compareOptions() {
  Poco::Util::OptionSet options;
  for (const char* name : {"html", "markdown"})
    options.addOption(Poco::Util::Option(name, "", "").repeatable(false).argument("FILE"));
  for (const char* name : {"regressions", "across-suites"})
    options.addOption(Poco::Util::Option(name, "", "").repeatable(false));
  return options;
}

std::optional<std::string> parse(const std::vector<std::string>& arguments, Request& request) {
  const Poco::Util::OptionSet options = compareOptions();
  Poco::Util::OptionProcessor processor(options);
  std::string option, value;
  try {
    for (const std::string& argument : arguments) {
      if (!processor.process(argument, option, value)) {
        request.files.push_back(argument);
      } else if (option == "html") {
        request.html = value;
      } else if (option == "markdown") {
        request.markdown = value;
      } else if (option == "regressions") {
        request.regressions = true;
      } else if (option == "across-suites") {
        request.acrossSuites = true;
      }
      option.clear();
    }
    processor.process({}, option, value);
  } catch (const Poco::Util::OptionException& failure) {
    return failure.displayText();
  }
  if (request.regressions && request.files.size() != 2)
    return "--regressions takes two results, the old and the new";
  if (request.files.size() < 2) return "at least two results are needed";
  if (!request.regressions && request.html.empty() && request.markdown.empty())
    return "nothing to write is given: name --html, --markdown or --regressions";
  return std::nullopt;
}

ExitCode tellRegressions(const RunSet& runs, std::ostream& out) {
  std::size_t regressions = 0;
  const auto one = [](std::string_view text) { return visibleText(text, Lines::kOne); };
  for (const Change& change : changes(runs)) {
    const auto& verdicts = change.row.verdicts;
    regressions += change.isRegression ? 1 : 0;
    out << (change.isRegression ? "worse:  " : "change: ") << one(change.row.id) << ": "
        << wordFor(verdicts.front()) << ", now " << wordFor(verdicts.back()) << ": " << one(change.row.text)
        << '\n';
  }
  out << counted(regressions, "regression") << " from " << one(runs.front().label) << " to "
      << one(runs.back().label) << '\n';
  return regressions == 0 ? kOk : kNo;
}

ExitCode writeFaces(const Request& request, const RunSet& runs, const std::vector<std::string>& warnings,
                    std::ostream& out, std::ostream& error) {
  const auto write = [&](const std::string& file, const std::string& content) {
    errno = 0;
    if (file.empty() || writeFile(file, content, out)) return true;
    error << "cast-report: cannot write " << file << ": " << std::strerror(errno) << "; name another file\n";
    return false;
  };
  if (!write(request.html, request.html.empty() ? "" : renderComparison(runs, warnings))) return kCannotWrite;
  if (!write(request.markdown, request.markdown.empty() ? "" : renderComparisonMarkdown(runs, warnings)))
    return kCannotWrite;
  return kOk;
}

}  // namespace

ExitCode runCompare(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error) {
  Request request;
  if (const auto fault = parse(arguments, request)) {
    error << "cast-report compare: " << *fault << kSeeHelp << '\n';
    return kUsageOrInvalidResult;
  }
  RunSet runs;
  for (const std::string& file : request.files) {
    std::optional<Result> result = loadResult(file, error);
    if (!result) return kUsageOrInvalidResult;
    runs.push_back({"", file, *std::move(result)});
  }
  label(runs);
  const std::vector<std::string> warnings = differentMeasures(runs);
  for (const std::string& warning : warnings)
    error << "cast-report compare: " << (request.acrossSuites ? "warning: " : "")
          << visibleText(warning, Lines::kOne) << '\n';
  if (!warnings.empty() && !request.acrossSuites) {
    error << "cast-report compare: these runs were not judged by the same measure, so their verdicts don't "
             "compare; "
             "run the same suite on both, or give --across-suites to see them side by side all the same\n";
    return kUsageOrInvalidResult;
  }
  const ExitCode written = writeFaces(request, runs, warnings, out, error);
  if (written != kOk) return written;
  return request.regressions ? tellRegressions(runs, out) : kOk;
}

void describeCompare(std::ostream& out) {
  out << "  compare A.json B.json ... [options]   results side by side, by requirement\n"
         "    --html FILE, --markdown FILE    where to\n"
         "    --regressions                   of two, the old and the new: exit code 1 if what passed no "
         "longer does\n"
         "    --across-suites                 even if different suites or profiles judged them; the page "
         "says so\n";
}

}  // namespace cast::report
