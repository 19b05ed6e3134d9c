#include "validator/judge/library.hpp"

#include <Poco/Exception.h>
#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/TemporaryFile.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

#include "validator/elf_symbols.hpp"
#include "variant/elf_check.hpp"
#include "variant/variants.hpp"

namespace cast::validator {
namespace {

namespace fs = std::filesystem;

constexpr double kSlowLoadMs = 200;
constexpr std::size_t kFewCalls = 50;

double processCpuMs() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// All that the plugin says of itself, and what it answers to some of its examples.
std::vector<std::string> everythingOf(Subject& subject) {
  std::vector<std::string> said{subject.table().manifest()};
  for (const EventType& event : subject.data().events) said.push_back(subject.table().schemaOf(event.name));
  for (const Format& format : subject.data().formats)
    said.push_back(subject.table().formatSchemaOf(format.name));
  for (const Example& example : subject.examples()) said.push_back(example.payload);
  std::vector<Call> calls = subject.exampleCalls();
  if (calls.size() > kFewCalls) calls.resize(kFewCalls);
  for (const Call& call : calls) {
    const Answer answer = subject.call(call);
    said.push_back(answer.result + answer.pointer + answer.reason + answer.broken);
  }
  return said;
}

bool isMapped(const fs::path& file) {
  std::ifstream maps("/proc/self/maps");
  const std::string path = fs::canonical(file);
  for (std::string line; std::getline(maps, line);)
    if (line.find(path) != std::string::npos) return true;
  return false;
}

// What the system's own tool finds missing in the file alone, without what this program has loaded.
std::vector<std::string> missingByLdd(const fs::path& file) {
  Poco::Pipe out;
  const Poco::ProcessHandle process =
      Poco::Process::launch("ldd", {"-r", fs::absolute(file).string()}, nullptr, &out, &out);
  Poco::PipeInputStream stream(out);
  std::vector<std::string> missing;
  for (std::string line; std::getline(stream, line);)
    if (line.find("undefined symbol") != std::string::npos || line.find("=> not found") != std::string::npos)
      missing.push_back(line.substr(0, line.find('(')));
  process.wait();
  return missing;
}

}  // namespace

void libraryComplete(Subject& subject, Findings&, const Settings&) {
  hub::checkSharedLibrary(subject.file());
}

void entryExported(Subject& subject, Findings& findings, const Settings&) {
  const auto names = exportedSymbols(subject.file());
  if (!std::binary_search(names.begin(), names.end(), CAST_PLUGIN_ENTRY_NAME))
    findings.fail("it exports " + std::to_string(names.size()) +
                  " symbols, but no `" CAST_PLUGIN_ENTRY_NAME "`");
}

// AddressSanitizer marks each exported variable of what it instruments with one more.
bool isMarkOfSanitizer(const std::string& name) { return name == "__odr_asan." CAST_PLUGIN_ENTRY_NAME; }

void exportsNothingElse(Subject& subject, Findings& findings, const Settings&) {
  for (const std::string& name : exportedSymbols(subject.file()))
    if (name != CAST_PLUGIN_ENTRY_NAME && !isMarkOfSanitizer(name)) findings.fail("it also exports " + name);
}

void loads(Subject& subject, Findings&, const Settings&) { subject.rawTable(); }

void bringsItsSymbols(Subject& subject, Findings& findings, const Settings&) {
  subject.trace().doing("looking for missing symbols with ldd");
  try {
    for (const std::string& line : missingByLdd(subject.file())) findings.fail(line);
  } catch (const Poco::Exception& e) {
    findings.skip("ldd can't be run: " + e.displayText());
  }
}

void abiMatches(Subject& subject, Findings&, const Settings&) { subject.table(); }

void loadTime(Subject& subject, Findings& findings, const Settings&) {
  const double before = processCpuMs();
  for (const EventType& event : subject.data().events) subject.table().schemaOf(event.name);
  const double spent = processCpuMs() - before;
  const std::string words =
      "loading it and asking for its schemas took " + std::to_string(std::lround(spent)) + " ms of computing";
  if (spent > kSlowLoadMs)
    findings.warn(words + ", more than " + std::to_string(static_cast<int>(kSlowLoadMs)));
  else
    findings.note(words);
}

void unloads(Subject& subject, Findings& findings, const Settings&) {
  {
    Subject used(subject.file(), subject.trace());
    everythingOf(used);
    subject.trace().doing("unloading it");
  }
  if (isMapped(subject.file())) findings.fail("it is still in the process's memory after it was unloaded");
}

void loadsTwice(Subject& subject, Findings& findings, const Settings&) {
  const auto said = [&](const fs::path& file) {
    Subject again(file, subject.trace());
    return everythingOf(again);
  };
  const auto first = said(subject.file());
  if (said(subject.file()) != first) findings.fail("loaded a second time, it says something else");
  // A hub loads a new version from a copy, while the old one is still in service.
  Poco::TemporaryFile directory;
  directory.createDirectories();
  const fs::path copy = fs::path(directory.path()) / subject.file().filename();
  fs::copy_file(subject.file(), copy);
  Subject inService(subject.file(), subject.trace());
  inService.table();
  if (said(copy) != first) findings.fail("a copy that is loaded beside it says something else");
  if (everythingOf(inService) != first)
    findings.fail("after a copy was loaded and unloaded it says something else");
}

void idIsFileName(Subject& subject, Findings& findings, const Settings&) {
  std::string name = subject.file().stem();
  std::replace(name.begin(), name.end(), '_', '-');
  if (name != subject.data().id)
    findings.fail("the file is called " + subject.file().filename().string() + " and its id is `" +
                  subject.data().id + "`");
}

void hubTakesIt(Subject& subject, Findings& findings, const Settings&) {
  Poco::TemporaryFile directory;
  directory.createDirectories();
  fs::copy_file(subject.file(), fs::path(directory.path()) / subject.file().filename());
  subject.trace().doing("giving it to a hub");
  hub::Variants hub([&](const std::string& complaint) {
    findings.fail(complaint.substr(complaint.find("is not loaded")));
  });
  hub.loadDirectory(directory.path());
  if (hub.loaded().empty() && !findings.failed()) findings.fail("the hub did not load it, and said nothing");
}

}  // namespace cast::validator
