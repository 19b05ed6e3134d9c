#include "variant/elf_check.hpp"

#include <elf.h>
#include <link.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "variant/plugin_table.hpp"

namespace cast::hub {
namespace {

constexpr char kNoLibrary[] =
    "it is not a shared library for this machine: build it again, or take it out of the directory";
constexpr char kCutOff[] = "it is cut off: copy or build it again";

#if defined(__LP64__)
constexpr unsigned char kClass = ELFCLASS64;
#else
constexpr unsigned char kClass = ELFCLASS32;
#endif
#if defined(__x86_64__)
constexpr int kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr int kMachine = EM_AARCH64;
#else
constexpr int kMachine = EM_NONE;  // the loader decides
#endif

template <typename T>
T readAt(std::ifstream& stream, std::uint64_t offset) {
  T value{};
  stream.seekg(static_cast<std::streamoff>(offset));
  if (!stream.read(reinterpret_cast<char*>(&value), sizeof(value))) throw PluginError(kCutOff);
  return value;
}

bool within(std::uint64_t offset, std::uint64_t size, std::uint64_t fileSize) {
  return offset <= fileSize && size <= fileSize - offset;
}

}  // namespace

void checkSharedLibrary(const std::filesystem::path& file) {
  std::error_code problem;
  if (!std::filesystem::is_regular_file(file, problem))
    throw PluginError("it is not a regular file: put the plugin's file there");
  const std::uint64_t fileSize = std::filesystem::file_size(file, problem);
  std::ifstream stream(file, std::ios::binary);
  if (problem || !stream) throw PluginError("it can't be read: let the hub's user read it");
  if (fileSize < sizeof(ElfW(Ehdr))) throw PluginError(kNoLibrary);

  const auto header = readAt<ElfW(Ehdr)>(stream, 0);
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != kClass ||
      header.e_type != ET_DYN || (kMachine != EM_NONE && header.e_machine != kMachine) ||
      header.e_phentsize != sizeof(ElfW(Phdr)))
    throw PluginError(kNoLibrary);
  if (!within(header.e_shoff, std::uint64_t{header.e_shnum} * header.e_shentsize, fileSize))
    throw PluginError(kCutOff);
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    const auto segment = readAt<ElfW(Phdr)>(stream, header.e_phoff + i * sizeof(ElfW(Phdr)));
    if (segment.p_type == PT_LOAD && !within(segment.p_offset, segment.p_filesz, fileSize))
      throw PluginError(kCutOff);
  }
}

}  // namespace cast::hub
