#include "reports/result_file.hpp"

#include <Poco/StreamCopier.h>

#include <fstream>

#include "reports/result/reader.hpp"

namespace cast::report {
namespace {

constexpr const char* kStandardOutput = "-";

void explainDefects(const std::string& file, const Defects& defects, std::ostream& error) {
  constexpr std::size_t kMost = 10;
  for (std::size_t i = 0; i < defects.size() && i < kMost; ++i) {
    const Defect& defect = defects[i];
    error << "cast-report: " << file << ": " << (defect.pointer.empty() ? "" : defect.pointer + ": ")
          << defect.message << '\n';
  }
  if (defects.size() > kMost)
    error << "cast-report: " << file << ": and " << defects.size() - kMost << " more\n";
}

}  // namespace

std::optional<std::string> readFile(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes;
  Poco::StreamCopier::copyToString(in, bytes);
  if (!in.is_open() || in.bad()) return std::nullopt;  // a folder opens, but reads badly
  return bytes;
}

bool writeFile(const std::string& file, const std::string& content, std::ostream& out) {
  if (file == kStandardOutput) {
    out << content << std::flush;
    return out.good();
  }
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << content;
  stream.close();
  return stream.good();
}

std::optional<Result> loadResult(const std::string& file, std::ostream& error, std::string* bytes) {
  std::optional<std::string> content = readFile(file);
  if (!content) {
    error << "cast-report: cannot read " << file << "; give the result.json that cast-conformance wrote\n";
    return std::nullopt;
  }
  Reading reading = readResult(*content);
  if (!reading.result) explainDefects(file, reading.defects, error);
  if (bytes) *bytes = *std::move(content);
  return std::move(reading.result);
}

}  // namespace cast::report
