#include "validator/scaffold.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <regex>
#include <set>
#include <stdexcept>

#include "validator/arguments.hpp"

namespace cast::validator {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCast = "cast";

bool endsInCast(const std::string& word) {
  return word.size() > kCast.size() && word.compare(word.size() - kCast.size(), kCast.size(), kCast) == 0;
}

std::string capitalised(std::string word) {
  if (!word.empty()) word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
  return word;
}

// labcast: LabCast; bed-side: BedSide.
std::string titleOf(const std::string& id) {
  std::string title;
  std::size_t begin = 0;
  while (begin <= id.size()) {
    const std::size_t end = std::min(id.find('-', begin), id.size());
    std::string word = id.substr(begin, end - begin);
    title += endsInCast(word) ? capitalised(word.substr(0, word.size() - kCast.size())) + "Cast"
                              : capitalised(word);
    begin = end + 1;
  }
  return title;
}

std::string domainOf(const std::string& id) {
  std::string domain = endsInCast(id) ? id.substr(0, id.size() - kCast.size()) : id;
  if (domain.back() == '-') domain.pop_back();
  return domain;
}

std::string filled(std::string_view templated, const VariantNames& names) {
  std::string text(templated);
  for (const auto& [mark, name] : {std::pair<std::string, const std::string&>("@id@", names.id),
                                   {"@title@", names.title},
                                   {"@domain@", names.domain}})
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + name.size()))
      text.replace(at, mark.size(), name);
  return text;
}

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) throw std::runtime_error("can't write " + file.string());
}

}  // namespace

VariantNames namesFor(const std::string& id) {
  static const std::regex kId("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  if (id.size() > 64 || !std::regex_match(id, kId))
    throw UsageError("`" + id +
                     "` can't be a variant's name: take lower-case letters, digits and single hyphens, "
                     "a letter first, such as labcast");
  // CMake keeps these names of targets to itself; the core is nobody else's.
  static const std::set<std::string> kTaken{"all",     "clean",  "help",       "install",   "test",
                                            "package", "depend", "edit-cache", "cast-core", "cast"};
  if (kTaken.count(id) != 0) throw UsageError("`" + id + "` is taken: choose another name, such as labcast");
  return {id, titleOf(id), domainOf(id)};
}

std::vector<fs::path> writeScaffold(const VariantNames& names, const fs::path& directory, Scaffold scaffold) {
  if (fs::exists(directory) && (!fs::is_directory(directory) || !fs::is_empty(directory)))
    throw UsageError(directory.string() + " is there already and not empty: name another with --dir");
  const std::string_view unwanted = scaffold == Scaffold::kWithCode ? "data" : "code";
  std::vector<fs::path> files;
  for (const ScaffoldTemplate& part : scaffoldTemplates()) {
    if (part.part == unwanted) continue;
    files.push_back(directory / filled(part.path, names));
    write(files.back(), filled(part.text, names));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace cast::validator
