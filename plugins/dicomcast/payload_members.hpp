// The members by which payloads of the format `dicom` name what events most often say, and the attribute that
// each stands for.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "model.hpp"

namespace cast::dicomcast {

enum class MemberKind { kUid, kText, kDate, kInteger, kNumbers };

struct PayloadMember {
  std::string_view name;
  Tag tag;
  MemberKind kind;
};

inline constexpr std::array<PayloadMember, 14> kPayloadMembers{{
    {"studyId", 0x00200010, MemberKind::kText},
    {"studyInstanceUID", 0x0020000d, MemberKind::kUid},
    {"seriesInstanceUID", 0x0020000e, MemberKind::kUid},
    {"sopInstanceUID", 0x00080018, MemberKind::kUid},
    {"sopClassUID", 0x00080016, MemberKind::kUid},
    {"modality", 0x00080060, MemberKind::kText},
    {"bodyPart", 0x00180015, MemberKind::kText},
    {"studyDate", 0x00080020, MemberKind::kDate},
    {"patientId", 0x00100020, MemberKind::kText},
    {"seriesNumber", 0x00200011, MemberKind::kInteger},
    {"seriesDescription", 0x0008103e, MemberKind::kText},
    {"instanceNumber", 0x00200013, MemberKind::kInteger},
    {"windowCenter", 0x00281050, MemberKind::kNumbers},
    {"windowWidth", 0x00281051, MemberKind::kNumbers},
}};

/// The member of this name, or null.
const PayloadMember* payloadMemberOf(std::string_view name);

/// The attribute that the member's value says; nullopt where this value can't be one, such as a date that is
/// no day.
std::optional<Json> attributeOfMember(const PayloadMember& member, const Json& value);

/// The value from which attributeOfMember gives this attribute again; nullopt where there is none.
std::optional<Json> memberOfAttribute(const PayloadMember& member, const Json& attribute);

}  // namespace cast::dicomcast
