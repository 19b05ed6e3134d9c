// DCMTK's dcm2json, whose parser and writer share nothing with ours, judges what we read of real files: those
// of Debian's python3-pydicom.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base64.hpp"
#include "conversions.hpp"
#include "refusal.hpp"

namespace cast::dicomcast {
namespace {

namespace fs = std::filesystem;

const fs::path kFiles = "/usr/lib/python3/dist-packages/pydicom/data";

// Files that PS3.5 and PS3.10 do not allow, by name, with what is wrong. They are refused.
const std::map<std::string, std::string> kNotWellFormed{
    {"ExplVR_BigEndNoMeta.dcm", "no preamble and prefix"},
    {"ExplVR_LitEndNoMeta.dcm", "no preamble and prefix"},
    {"no_meta.dcm", "no preamble and prefix"},
    {"rtstruct.dcm", "no preamble and prefix"},
    {"DICOMDIR-nooffset", "elements were cut out of items whose length still counts them"},
    {"MR_truncated.dcm", "ends within its pixel data"},
    {"rtplan_truncated.dcm", "ends within a sequence"},
    {"SC_rgb_jpeg.dcm", "two prefixes, and no meta information behind the first"},
};

// Files of which dcm2json's result is not what PS3.18 section F.2 wants, by name, with its defect.
const std::map<std::string, std::string> kDefects{
    {"chrH31.dcm", "it refuses Japanese character sets, which it does not know on top of glibc's iconv"},
    {"chrH32.dcm", "likewise"},
    {"chrJapMulti.dcm", "likewise"},
    {"chrJapMultiExplicitIR6.dcm", "likewise"},
    {"chrSQEncoding1.dcm", "likewise"},
    {"J2K_pixelrep_mismatch.dcm", "likewise"},
    {"chrSQEncoding.dcm", "it overlooks the character set of an item, and prints what is not UTF-8"},
    {"DICOMDIR", "it still names the former character set in an item whose text is UTF-8 by then"},
    {"DICOMDIR-bigEnd", "likewise"},
    {"DICOMDIR-implicit", "likewise"},
    {"DICOMDIR-nopatient", "likewise"},
    {"DICOMDIR-reordered", "likewise"},
};

std::string contentsOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream contents;
  contents << stream.rdbuf();
  return contents.str();
}

Json payloadOf(const std::string& bytes) {
  return {{"format", "application/dicom"}, {"data", encodeBase64(bytes)}};
}

bool looksLikeDicom(const fs::path& file) {
  const std::string name = file.filename();
  for (const char* ending : {".py", ".pyc", ".txt", ".md", ".json", ".gz", ".dump", "README"})
    if (name.ends_with(ending)) return false;
  return true;
}

std::vector<fs::path> files() {
  std::vector<fs::path> all;
  for (const auto& entry : fs::recursive_directory_iterator(kFiles))
    if (entry.is_regular_file() && looksLikeDicom(entry.path())) all.push_back(entry.path());
  std::sort(all.begin(), all.end());
  return all;
}

// What dcm2json prints; null where it refuses the file or prints no JSON.
Json judgementOf(const fs::path& file) {
  const std::string command = "dcm2json -q '" + file.string() + "' 2>/dev/null";
  std::FILE* pipe = popen(command.c_str(), "r");  // NOLINT(bugprone-command-processor): a path of ours
  std::string text;
  std::array<char, 65536> chunk{};
  for (std::size_t count = 0; (count = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
    text.append(chunk.data(), count);
  return pclose(pipe) == 0 ? Json::parse(text, nullptr, false) : Json();
}

// dcm2json refuses compressed pixel data: a copy of the file without it.
fs::path withoutPixelData(const fs::path& file) {
  DcmFileFormat format;
  const fs::path copy = fs::path(::testing::TempDir()) / ("cast-oracle-" + file.filename().string());
  if (format.loadFile(file.c_str()).bad()) return {};
  format.getDataset()->findAndDeleteElement(DCM_PixelData);
  return format.saveFile(copy.c_str(), EXS_LittleEndianExplicit).good() ? copy : fs::path();
}

// Takes out of the judgement what ours names as left out.
void leaveOut(Json& dataSet, const std::string& path) {
  const std::string tag = path.substr(0, 8);
  if (path.size() == 8) {
    dataSet.erase(tag);
    return;
  }
  const std::size_t slash = path.find('/', 9);
  leaveOut(dataSet.at(tag).at("Value").at(std::stoul(path.substr(9, slash - 9))), path.substr(slash + 1));
}

bool sameNumber(const Json& a, const Json& b, const std::string& vr) {
  if (vr == "FL") return static_cast<float>(a.get<double>()) == static_cast<float>(b.get<double>());
  return a.get<double>() == b.get<double>();
}

bool sameValue(const Json& a, const Json& b, const std::string& vr);

// The same attributes, numbers by their value. Prints the first that differ.
bool sameDataSet(const Json& ours, const Json& theirs) {
  bool same = true;
  Json tags = ours;
  tags.update(theirs);
  for (const auto& [tag, unused] : tags.items()) {
    const bool both = ours.contains(tag) && theirs.contains(tag);
    if (both && sameValue(ours[tag], theirs[tag], ours[tag].value("vr", ""))) continue;
    std::printf("  %s ours %.200s dcm2json %.200s\n", tag.c_str(), ours.value(tag, Json()).dump().c_str(),
                theirs.value(tag, Json()).dump().c_str());
    same = false;
  }
  return same;
}

bool sameValue(const Json& a, const Json& b, const std::string& vr) {
  if (a.is_number() && b.is_number()) return sameNumber(a, b, vr);
  if (a.type() != b.type() || a.size() != b.size()) return false;
  if (a.is_array()) {
    for (std::size_t i = 0; i < a.size(); ++i)
      if (!(vr == "SQ" ? sameDataSet(a[i], b[i]) : sameValue(a[i], b[i], vr))) return false;
    return true;
  }
  if (!a.is_object()) return a == b;
  for (const auto& [name, value] : a.items())
    if (!b.contains(name) || !sameValue(value, b[name], vr)) return false;
  return true;
}

// PS3.18 section F.2: text is UTF-8 throughout, and Specific Character Set says so.
void declareUtf8InItems(Json& dataSet, bool isItem) {
  for (auto& [tag, attribute] : dataSet.items()) {
    if (isItem && tag == "00080005") attribute["Value"] = Json::array({"ISO_IR 192"});
    if (attribute.value("vr", "") == "SQ" && attribute.contains("Value"))
      for (auto& item : attribute["Value"]) declareUtf8InItems(item, true);
  }
}

struct Count {
  int agree = 0;
  int defects = 0;
  int notWellFormed = 0;
};

// Judges one file; false where ours and dcm2json's models differ for no known reason.
bool judge(const fs::path& file, Count& count) {
  const std::string name = file.filename();
  if (kNotWellFormed.contains(name)) {
    ++count.notWellFormed;
    return testing::refusal(fileToModel, payloadOf(contentsOf(file))).starts_with("/data: ");
  }
  const Json ours = fileToModel(payloadOf(contentsOf(file)));
  Json theirs = judgementOf(file);
  if (theirs.is_null()) {
    const fs::path copy = withoutPixelData(file);
    theirs = judgementOf(copy);
    fs::remove(copy);
  }
  const auto defect = kDefects.find(name);
  if (defect != kDefects.end()) {
    ++count.defects;
    if (!theirs.is_object()) return true;
    declareUtf8InItems(theirs, false);
    return sameDataSet(ours["data"], theirs);
  }
  if (!theirs.is_object()) return false;
  for (const std::string path : ours.value("omitted", Json::array())) leaveOut(theirs, path);
  const bool same = sameDataSet(ours["data"], theirs);
  count.agree += same ? 1 : 0;
  return same;
}

bool installed() {
  return fs::exists(kFiles / "test_files") &&
         std::system("command -v dcm2json >/dev/null") == 0;  // NOLINT(bugprone-command-processor)
}

TEST(Oracle, readsRealFilesAsDcm2jsonDoes) {
  if (!installed())
    GTEST_SKIP() << "dcm2json or the sample files are missing: install Debian's dcmtk and python3-pydicom";
  Count count;
  const auto all = files();
  for (const auto& file : all) EXPECT_TRUE(judge(file, count)) << file;
  std::printf("%zu files: %d agree, %d where dcm2json has a defect, %d not well-formed\n", all.size(),
              count.agree, count.defects, count.notWellFormed);
  EXPECT_GE(count.agree, 150);
}

// The other way round: what we write, DCMTK reads.
TEST(Oracle, readsOurFilesAsWeMeantThem) {
  if (!installed())
    GTEST_SKIP() << "dcm2json or the sample files are missing: install Debian's dcmtk and python3-pydicom";
  int written = 0;
  for (const auto& file : files()) {
    if (kNotWellFormed.contains(file.filename())) continue;
    const Json model = fileToModel(payloadOf(contentsOf(file)));
    Json made;
    try {
      made = modelToFile(model);
    } catch (const Fault&) {
      continue;  // a directory has no SOP Class UID
    }
    const fs::path copy = fs::path(::testing::TempDir()) / ("cast-written-" + file.filename().string());
    std::ofstream(copy, std::ios::binary) << decodeBase64(made["data"].get<std::string>()).value();
    Json theirs = judgementOf(copy);
    fs::remove(copy);
    ASSERT_TRUE(theirs.is_object()) << file;
    declareUtf8InItems(theirs, false);
    EXPECT_TRUE(sameDataSet(model["data"], theirs)) << file;
    ++written;
  }
  std::printf("%d files written and read by dcm2json\n", written);
  EXPECT_GE(written, 100);
}

}  // namespace
}  // namespace cast::dicomcast
