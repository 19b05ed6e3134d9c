#include "validator/elf_symbols.hpp"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>

#include "variant/plugin_table.hpp"

namespace cast::validator {
namespace {

class Image {
 public:
  explicit Image(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(stream), {});
  }

  template <typename T>
  T at(std::uint64_t offset) const {
    T value{};
    if (offset > bytes_.size() || sizeof(T) > bytes_.size() - offset) broken();
    std::memcpy(&value, bytes_.data() + offset, sizeof(T));
    return value;
  }

  std::string textAt(std::uint64_t offset) const {
    if (offset >= bytes_.size()) broken();
    const std::string_view rest = std::string_view(bytes_).substr(static_cast<std::size_t>(offset));
    return std::string(rest.substr(0, rest.find('\0')));
  }

  [[noreturn]] static void broken() {
    throw hub::PluginError("its table of symbols is broken: build it again");
  }

 private:
  std::string bytes_;
};

bool isForOthers(const ElfW(Sym) & symbol) {
  const auto binding = ELF64_ST_BIND(symbol.st_info);
  const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
  return symbol.st_shndx != SHN_UNDEF && binding != STB_LOCAL &&
         (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

}  // namespace

std::vector<std::string> exportedSymbols(const std::filesystem::path& file) {
  const Image image(file);
  const auto header = image.at<ElfW(Ehdr)>(0);
  const auto section = [&](std::uint64_t index) {
    return image.at<ElfW(Shdr)>(header.e_shoff + index * header.e_shentsize);
  };
  std::vector<std::string> names;
  for (std::uint64_t i = 0; i < header.e_shnum; ++i) {
    const auto symbols = section(i);
    if (symbols.sh_type != SHT_DYNSYM) continue;
    const auto texts = section(symbols.sh_link);
    for (std::uint64_t at = 0; at + sizeof(ElfW(Sym)) <= symbols.sh_size; at += sizeof(ElfW(Sym))) {
      const auto symbol = image.at<ElfW(Sym)>(symbols.sh_offset + at);
      if (isForOthers(symbol)) names.push_back(image.textAt(texts.sh_offset + symbol.st_name));
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace cast::validator
