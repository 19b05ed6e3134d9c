#include "reports/render_command.hpp"

#include <Poco/Util/Option.h>
#include <Poco/Util/OptionException.h>
#include <Poco/Util/OptionProcessor.h>
#include <Poco/Util/OptionSet.h>

#include <cstring>
#include <filesystem>
#include <optional>

#include "reports/faces/face.hpp"

namespace cast::report {
namespace {

struct Target {
  const Face* face;
  std::string file;
};

struct Request {
  std::string resultFile;
  std::string folder;  // of --all; empty if not asked for
  std::vector<Target> targets;
};

Poco::Util::OptionSet renderOptions() {
  Poco::Util::OptionSet options;
  for (const Face& face : faces()) {
    options.addOption(Poco::Util::Option(std::string{face.name}, "", std::string{face.shows})
                          .repeatable(false)
                          .argument("FILE"));
  }
  options.addOption(Poco::Util::Option("all", "", "all of these").repeatable(false).argument("DIR"));
  return options;
}

void apply(const std::string& option, const std::string& value, Request& request) {
  for (const Face& face : faces()) {
    if (face.name == option) request.targets.push_back({&face, value});
  }
  if (option != "all") return;
  request.folder = value;
  for (const Face& face : faces()) {
    request.targets.push_back({&face, (std::filesystem::path(value) / face.fileName).string()});
  }
}

std::string namesOfFaces() {
  std::string names;
  for (const Face& face : faces()) names += (names.empty() ? "--" : ", --") + std::string{face.name};
  return names;
}

// What is wrong with the command line, or nothing.
std::optional<std::string> parse(const std::vector<std::string>& arguments, Request& request) {
  const Poco::Util::OptionSet options = renderOptions();
  Poco::Util::OptionProcessor processor(options);
  try {
    for (const std::string& argument : arguments) {
      std::string option, value;
      if (processor.process(argument, option, value)) {
        if (!option.empty()) apply(option, value, request);
      } else if (request.resultFile.empty()) {
        request.resultFile = argument;
      } else {
        return "one result file at a time: both " + request.resultFile + " and " + argument + " are given";
      }
    }
    processor.checkRequired();
    std::string option, value;
    processor.process({}, option, value);
  } catch (const Poco::Util::OptionException& error) {
    return error.displayText();
  }
  if (request.resultFile.empty()) return "no result file is given";
  if (request.targets.empty())
    return "nothing to write is given: name at least one of " + namesOfFaces() + " or --all";
  return std::nullopt;
}

ExitCode write(const Request& request, const Result& result, std::ostream& out, std::ostream& error) {
  if (!request.folder.empty()) {
    std::error_code failure;
    std::filesystem::create_directories(request.folder, failure);
    if (failure) {
      error << "cast-report: cannot make the folder " << request.folder << ": " << failure.message()
            << "; name another with --all\n";
      return kCannotWrite;
    }
  }
  for (const Target& target : request.targets) {
    errno = 0;
    if (!writeFile(target.file, target.face->render(result), out)) {
      error << "cast-report: cannot write " << target.file << ": " << std::strerror(errno)
            << "; name another with --" << target.face->name << '\n';
      return kCannotWrite;
    }
  }
  return kOk;
}

}  // namespace

ExitCode runRender(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error) {
  Request request;
  if (const auto fault = parse(arguments, request)) {
    error << "cast-report render: " << *fault << kSeeHelp << '\n';
    return kUsageOrInvalidResult;
  }
  const std::optional<Result> result = loadResult(request.resultFile, error);
  if (!result) return kUsageOrInvalidResult;
  return write(request, *result, out, error);
}

void describeRender(std::ostream& out) {
  out << "  render RESULT.json [options]      render one result; at least one of\n";
  for (const Face& face : faces()) {
    std::string option = "    --" + std::string{face.name} + " FILE";
    option.resize(36, ' ');
    out << option << face.shows << '\n';
  }
  std::string names;
  for (const Face& face : faces()) names += (names.empty() ? "" : ", ") + std::string{face.fileName};
  out << "    --all DIR                       " << names << "\n"
      << "                                    FILE may be - for standard output\n";
}

}  // namespace cast::report
