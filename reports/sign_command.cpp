#include "reports/sign_command.hpp"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/String.h>
#include <Poco/Timestamp.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionException.h>
#include <Poco/Util/OptionProcessor.h>
#include <Poco/Util/OptionSet.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>

#include "reports/attestation/canonical_json.hpp"
#include "reports/attestation/jws.hpp"
#include "reports/attestation/statement.hpp"
#include "reports/faces/visible_text.hpp"
#include "reports/faces/wording.hpp"
#include "reports/result/json_text.hpp"

namespace cast::report {
namespace {

struct Request {
  std::string result, key, statement, signature;
};

std::optional<std::string> parse(const std::vector<std::string>& arguments, Request& request) {
  Poco::Util::OptionSet options;
  for (const char* name : {"key", "statement", "signature"})
    options.addOption(Poco::Util::Option(name, "", "").repeatable(false).argument("FILE"));
  Poco::Util::OptionProcessor processor(options);
  std::string option, value;
  try {
    for (const std::string& argument : arguments) {
      option.clear();
      if (!processor.process(argument, option, value)) {
        if (!request.result.empty()) return "one result file at a time";
        request.result = argument;
      } else if (!option.empty()) {
        (option == "key"         ? request.key
         : option == "statement" ? request.statement
                                 : request.signature) = value;
      }
    }
    processor.process({}, option, value);
  } catch (const Poco::Util::OptionException& failure) {
    return failure.displayText();
  }
  if (request.result.empty()) return "no result file is given";
  if (request.key.empty()) return "no key is given: name a PEM file with --key";
  const std::string stem = request.result.ends_with(".json")
                               ? request.result.substr(0, request.result.size() - 5)
                               : request.result;
  if (request.statement.empty()) request.statement = stem + ".attestation.json";
  if (request.signature.empty()) request.signature = stem + ".attestation.jws";
  return std::nullopt;
}

std::string oneLine(std::string_view text) { return visibleText(firstBytes(text, 400), Lines::kOne); }

std::optional<std::string> readInput(const std::string& file, std::string_view what, std::ostream& error) {
  std::optional<std::string> bytes = readFile(file);
  if (!bytes) error << "cast-report: cannot read the " << what << ' ' << file << '\n';
  return bytes;
}

// The statement that follows from a valid result; nothing, with the reason on `error`, for an invalid one.
std::optional<nlohmann::json> statementFrom(const std::string& file, const std::string& issued,
                                            std::ostream& error, std::optional<Result>& result) {
  std::string bytes;
  result = loadResult(file, error, &bytes);
  if (!result) return std::nullopt;
  nlohmann::json document;
  parseStrictly(bytes, document);
  return statementOf(document, bytes, issued);
}

std::string now() {
  return Poco::DateTimeFormatter::format(Poco::Timestamp(), Poco::DateTimeFormat::ISO8601_FORMAT);
}

std::string summaryOf(const Result& result) {
  std::string words = subjectName(result.subject);
  if (!result.subject.build.empty()) words += " (" + result.subject.build + ")";
  words += ": " + std::string{nameOf(result.verdict)} + ", " + phrase(result.counts) + ", judged by " +
           result.suite.name + " " + result.suite.version;
  return oneLine(words);
}

ExitCode sign(const Request& request, std::ostream& out, std::ostream& error) {
  const std::optional<std::string> pem = readInput(request.key, "key", error);
  if (!pem) return kUsageOrInvalidResult;
  const Key key = Key::privateFrom(*pem);
  std::optional<Result> result;
  const auto statement = statementFrom(request.result, now(), error, result);
  if (!statement) return kUsageOrInvalidResult;
  const std::string payload = canonicalText(*statement);
  for (const auto& [file, content] :
       {std::pair{request.statement, payload}, std::pair{request.signature, key.sign(payload) + "\n"}}) {
    errno = 0;
    if (writeFile(file, content, out)) continue;
    error << "cast-report: cannot write " << file << ": " << std::strerror(errno) << '\n';
    return kCannotWrite;
  }
  out << "signed: " << summaryOf(*result) << "\nstatement: " << request.statement
      << "\nsignature: " << request.signature << "\nkey: " << key.algorithm() << ' ' << key.thumbprint()
      << '\n';
  return kOk;
}

ExitCode verify(const Request& request, std::ostream& out, std::ostream& error) {
  const auto pem = readInput(request.key, "key", error);
  const auto payload = readInput(request.statement, "statement", error);
  const auto signature = readInput(request.signature, "signature", error);
  if (!pem || !payload || !signature) return kUsageOrInvalidResult;
  const Key key = Key::publicFrom(*pem);
  if (const std::string reason = key.refute(Poco::trim(*signature), *payload); !reason.empty()) {
    error << "cast-report: not verified: " << request.signature << " does not sign " << request.statement
          << ": " << oneLine(reason) << '\n';
    return kNo;
  }
  nlohmann::json asSigned;
  if (!parseStrictly(*payload, asSigned).empty() || asSigned.value("format", "") != "cast-attestation/1") {
    error << "cast-report: not verified: " << request.statement << " is signed, but no cast-attestation/1\n";
    return kNo;
  }
  std::optional<Result> result;
  const auto asIs = statementFrom(request.result, asSigned.value("issued", ""), error, result);
  if (!asIs) {
    error << "cast-report: not verified: " << request.result
          << " is not what was signed, it is no valid result\n";
    return kNo;
  }
  const std::vector<std::string> found = differences(asSigned, *asIs);
  for (const std::string& difference : found)
    error << "cast-report: not verified: " << request.result << ": " << oneLine(difference) << '\n';
  if (!found.empty()) return kNo;
  out << "verified: " << summaryOf(*result) << "\nsigned: " << oneLine(asSigned.value("issued", "")) << " by "
      << key.algorithm() << ' ' << key.thumbprint() << '\n';
  return kOk;
}

ExitCode run(const char* command, ExitCode (*act)(const Request&, std::ostream&, std::ostream&),
             const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error) {
  Request request;
  if (const auto fault = parse(arguments, request)) {
    error << "cast-report " << command << ": " << *fault << kSeeHelp << '\n';
    return kUsageOrInvalidResult;
  }
  try {
    return act(request, out, error);
  } catch (const KeyFault& fault) {
    error << "cast-report " << command << ": " << request.key << ": " << fault.what() << '\n';
    return kUsageOrInvalidResult;
  }
}

}  // namespace

ExitCode runSign(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error) {
  return run("sign", sign, arguments, out, error);
}

ExitCode runVerify(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error) {
  return run("verify", verify, arguments, out, error);
}

void describeSigning(std::ostream& out) {
  out << "  sign RESULT.json --key KEY.pem        writes RESULT.attestation.json and .jws (ES256 or "
         "Ed25519)\n"
         "  verify RESULT.json --key PUBLIC.pem   exit code 1, and what differs, if the result is not what "
         "was signed\n"
         "    --statement FILE, --signature FILE  other names than RESULT.attestation.json and .jws\n";
}

}  // namespace cast::report
