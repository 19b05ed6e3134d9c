#include <Poco/TemporaryFile.h>

#include <filesystem>
#include <fstream>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "engine/arguments.hpp"
#include "engine/bundle.hpp"
#include "engine/check_run.hpp"
#include "engine/commands.hpp"
#include "engine/data_fault.hpp"
#include "engine/json_text.hpp"
#include "engine/playback.hpp"
#include "engine/profile.hpp"
#include "engine/subject.hpp"
#include "engine/suite.hpp"
#include "engine/suite_files.hpp"
#include "wire/redaction.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

namespace fs = std::filesystem;

/// A member of a bundle as JSON.
Json memberOf(const Bundle& bundle, const std::string& name) {
  const auto found = bundle.find(name);
  if (found == bundle.end()) throw DataFault("the bundle has no " + name);
  const JsonText text = readJson(found->second);
  if (!text.defect.empty()) throw DataFault(name + " in the bundle: " + text.defect);
  return *text.value;
}

/// Whether a name of the bundle stays below the folder it is unpacked to.
bool isPlain(const std::string& name) {
  return name.find("..") == std::string::npos && name.find('\\') == std::string::npos &&
         !name.starts_with('/');
}

/// The suite that the bundle holds, unpacked beside this program's own schemas: newer ones still know older
/// data.
class PackedSuite {
 public:
  PackedSuite(const Bundle& bundle, const fs::path& schemas) {
    const fs::path root = folder_.path();
    fs::create_directories(root / "schemas");
    fs::create_directories(root / "suite" / "profiles");
    fs::create_directories(root / "suite" / "requirements");
    fs::create_directory_symlink(fs::canonical(schemas), root / "schemas" / "conformance");
    for (const auto& [name, bytes] : bundle) {
      const bool wanted = name.starts_with("suite/profiles/") || name.starts_with("suite/requirements/");
      if (wanted && isPlain(name)) std::ofstream(root / name, std::ios::binary) << bytes;
    }
    suite_ = std::make_unique<Suite>(root / "suite");
    suite_->tie();
  }

  const Suite& suite() const { return *suite_; }

 private:
  Poco::TemporaryFile folder_;
  std::unique_ptr<Suite> suite_;
};

struct Tally {
  int same = 0;
  int changed = 0;
  int unknown = 0;
  int unjudged = 0;
};

/// What a transcript says now.
struct Finding {
  std::string verdict;  ///< empty: it can't be told
  std::string reason;
};

Finding findingFrom(const Json& transcript, const Check& check, const Subject& subject,
                    const std::string& before) {
  Redaction redaction;
  Playback playback(transcript);
  const CheckOutcome outcome = CheckRun(check, subject, redaction, playback.session(), &playback).execute();
  if (outcome.verdict == Verdict::inconclusive) return {"", outcome.reason};
  const std::string verdict = textOf(outcome.verdict);
  if (verdict != before && playback.lacksWhatCame())
    return {"", "the transcript does not hold all that came: something in it is redacted"};
  if (!outcome.failure) return {verdict, outcome.reason};
  return {verdict, "expected " + outcome.failure->expected + ", observed " + outcome.failure->observed};
}

void judge(const Json& before, const Suite& suite, const Subject& subject, const Bundle& bundle, Tally& tally,
           std::ostream& out) {
  const std::string id = before.at("id");
  const std::string verdict = before.at("verdict");
  if (verdict == "skipped" || verdict == "inconclusive") {
    ++tally.unjudged;
    return;
  }
  const Check* check = suite.check(id);
  const Finding now = check == nullptr
                          ? Finding{"", "the suite has no such check any more"}
                          : findingFrom(memberOf(bundle, transcriptName(id)), *check, subject, verdict);
  if (now.verdict == verdict) {
    ++tally.same;
    return;
  }
  const bool unknown = now.verdict.empty();
  ++(unknown ? tally.unknown : tally.changed);
  out << std::left << std::setw(10) << (unknown ? "unknown" : "changed") << id << ": was " << verdict
      << (unknown ? ", can't be told from the transcript: " : ", is now " + now.verdict + ": ")
      << readableUtf8(shortened(now.reason, 400)) << '\n';
}

void print(const Tally& tally, const char* suite, std::ostream& out) {
  out << tally.same << " verdicts are the same, " << tally.changed << " changed, " << tally.unknown
      << " can't be told";
  if (tally.unjudged > 0) out << ", " << tally.unjudged << " were not judged then";
  out << "; judged from the transcripts by " << suite << '\n';
}

/// How many checks of the result's profiles the suite has beyond the result's own.
std::size_t further(const Suite& suite, const Json& result) {
  std::set<std::string> profiles;
  std::set<std::string> checks;
  for (const Json& profile : result.at("profiles")) profiles.insert(profile.at("id").get<std::string>());
  for (const Json& check : result.at("checks")) checks.insert(check.at("id").get<std::string>());
  std::size_t count = 0;
  for (const auto& profile : suite.profiles())
    if (profiles.contains(profile->id))
      for (const auto& check : profile->checks) count += checks.contains(check.id) ? 0U : 1U;
  return count;
}

}  // namespace

ExitCode rejudgeCommand(const Arguments& arguments, const Suite& own, std::ostream& out) {
  if (arguments.others.size() != 1)
    throw DataFault("rejudge needs one bundle: cast-conformance rejudge FILE.zip");
  const Bundle bundle = readBundle(arguments.others.front());
  const Json result = memberOf(bundle, "result.json");
  if (const auto mismatch = own.resultSchema().mismatch(result))
    throw DataFault(arguments.others.front(), "", "its result.json: " + mismatch->words);
  const Subject subject =
      readSubject({"subject.json", std::make_shared<const Json>(memberOf(bundle, "subject.json")), ""});
  const fs::path data = fs::path(own.requirementFiles().front().file).parent_path().parent_path();
  const PackedSuite packed(bundle, data / ".." / "schemas" / "conformance");
  const bool newer = arguments.has("own-suite");
  const Suite& suite = newer ? own : packed.suite();

  Tally tally;
  for (const Json& check : result.at("checks")) judge(check, suite, subject, bundle, tally, out);
  print(tally, newer ? "this program's own suite" : "the bundle's suite", out);
  if (const std::size_t count = further(suite, result); newer && count > 0)
    out << count << (count == 1 ? " check of its profiles was" : " checks of its profiles were")
        << " not run then\n";
  if (!newer && suiteDigest(suiteFiles(own)) != suiteDigest(suiteFiles(packed.suite())))
    out << "This program's own suite is another one: --own-suite shows what it would change\n";
  return tally.changed + tally.unknown == 0 ? ExitCode::conformant : ExitCode::notConformant;
}

}  // namespace cast::conformance
