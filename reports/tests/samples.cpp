#include "samples.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace cast::report {
namespace {

std::string fileBytes(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) ADD_FAILURE() << "cannot read " << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::string sampleBytes(const std::string& name) {
  return fileBytes(CAST_REPORTS_TESTS "/results/" + name + ".json");
}

Result sample(const std::string& name) {
  Reading reading = readResult(sampleBytes(name));
  for (const Defect& defect : reading.defects)
    ADD_FAILURE() << name << ": " << defect.pointer << ": " << defect.message;
  return std::move(reading.result).value_or(Result{});
}

Reading readChanged(const std::string& name, const std::function<void(nlohmann::json&)>& change) {
  nlohmann::json document = nlohmann::json::parse(sampleBytes(name));
  change(document);
  return readResult(document.dump());
}

std::string golden(const std::string& file, const std::string& content) {
  const std::string path = CAST_REPORTS_TESTS "/golden/" + file;
  if (std::getenv("CAST_UPDATE_GOLDEN")) std::ofstream(path, std::ios::binary) << content;
  return fileBytes(path);
}

}  // namespace cast::report
