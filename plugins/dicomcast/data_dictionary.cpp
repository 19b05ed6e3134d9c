#include "data_dictionary.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcvr.h>
#include <dcmtk/oflog/oflog.h>
#include <dlfcn.h>

#include <unordered_map>

#include "vr.hpp"

namespace cast::dicomcast {
namespace {

// DCMTK's log library keeps a destructor for each thread that ever wrote to it. It stays in memory, so that
// such a thread may end after this plugin was unloaded.
void keepInMemory(const void* address) {
  Dl_info library{};
  if (dladdr(address, &library) == 0 || !library.dli_fname) return;
  void* handle = dlopen(library.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
  if (handle) dlclose(handle);
}

std::string_view validNameOf(DcmEVR vr, bool isSigned) {
  switch (vr) {
    case EVR_xs:
      return isSigned ? "SS" : "US";
    case EVR_lt:
    case EVR_ox:
    case EVR_px:
      return "OW";
    case EVR_up:
      return "UL";
    default: {
      const Vr* known = vrOf(DcmVR(vr).getVRName());
      return known ? known->name : std::string_view("UN");
    }
  }
}

struct Entry {
  std::string keyword;
  std::string_view vr;  // empty where several are allowed
};

class Dictionary {
 public:
  Dictionary() {
    keepInMemory(reinterpret_cast<const void*>(&OFLog::configure));
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    auto& dictionary = dcmDataDict.wrlock();
    loaded_ = dictionary.isDictionaryLoaded();
    for (auto entry = dictionary.normalBegin(); entry != dictionary.normalEnd(); ++entry) add(**entry);
    dcmDataDict.wrunlock();
  }

  bool loaded() const { return loaded_; }

  const Entry* find(Tag tag) const {
    const auto entry = entries_.find(tag);
    return entry == entries_.end() ? nullptr : &entry->second;
  }

  std::optional<Tag> find(std::string_view keyword) const {
    const auto tag = tags_.find(keyword);
    return tag == tags_.end() ? std::nullopt : std::optional(tag->second);
  }

 private:
  void add(const DcmDictEntry& entry) {
    if (entry.getPrivateCreator()) return;
    std::string_view keyword = entry.getTagName() ? entry.getTagName() : "";
    constexpr std::string_view kRetired = "RETIRED_";
    if (keyword.starts_with(kRetired)) keyword.remove_prefix(kRetired.size());
    const Tag tag = Tag{entry.getGroup()} << 16 | entry.getElement();
    if (isPrivate(tag) || elementOf(tag) == 0 || keyword.find('_') != std::string_view::npos) return;
    const Vr* vr = vrOf(DcmVR(entry.getEVR()).getVRName());
    const auto added = entries_.emplace(tag, Entry{std::string(keyword), vr ? vr->name : std::string_view()});
    tags_.emplace(added.first->second.keyword, tag);
  }

  bool loaded_ = false;
  std::unordered_map<Tag, Entry> entries_;
  std::unordered_map<std::string_view, Tag> tags_;  // views into entries_, whose nodes stay
};

const Dictionary& dictionary() {
  static const Dictionary only;
  return only;
}

// Loaded with the library and not with the first event, which would wait for a file.
const bool kLoadedEarly = [] {
  try {
    return dictionary().loaded();
  } catch (...) {
    return false;
  }
}();

}  // namespace

bool dictionaryLoaded() { return kLoadedEarly || dictionary().loaded(); }

std::optional<Tag> tagOfKeyword(std::string_view keyword) { return dictionary().find(keyword); }

std::string_view keywordOf(Tag tag) {
  const Entry* entry = dictionary().find(tag);
  return entry ? std::string_view(entry->keyword) : std::string_view();
}

std::string_view vrNameOf(Tag tag) {
  const Entry* entry = dictionary().find(tag);
  return entry ? entry->vr : std::string_view();
}

std::string_view implicitVrNameOf(Tag tag, const std::string& creator, bool isSigned) {
  if (elementOf(tag) == 0) return "UL";
  if (isCreator(tag)) return "LO";
  const auto standard = isPrivate(tag) ? std::string_view() : vrNameOf(tag);
  if (!standard.empty()) return standard;
  if (isPrivate(tag) && creator.empty()) return "UN";
  const auto& all = dcmDataDict.rdlock();
  const DcmDictEntry* entry =
      all.findEntry(DcmTagKey(groupOf(tag), elementOf(tag)), isPrivate(tag) ? creator.c_str() : nullptr);
  const DcmEVR vr = entry ? entry->getEVR() : EVR_UN;
  dcmDataDict.rdunlock();
  return validNameOf(vr, isSigned);
}

}  // namespace cast::dicomcast
