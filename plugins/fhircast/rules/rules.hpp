// What FHIRcast demands of an event that no schema can say. Each function throws Fault: a JSON Pointer to the
// member at fault, and what was expected there, with FHIRcast's section; it quotes nothing of the payload.
// The payload fits its event type's schema; where it does not, nothing is read that is not there. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fhir/element.hpp"

namespace cast::fhircast {

/// One entry of `context`. Lives as long as the payload.
struct Entry {
  const Json* entry;
  std::string pointer;  ///< to it
  std::string_view key;

  const Json* resource() const { return memberOf(*entry, "resource"); }
  std::string resourcePointer() const { return pointer + "/resource"; }
};

std::vector<Entry> entriesOf(const Json& payload);

/// The rules of all events: the event's name, keys and how often they come (2.3), extensions (2.8).
void judgeContext(std::string_view eventType, const Json& payload, const std::vector<Entry>& entries);

/// References between the resources of a context agree (2.3, 3.4.1, 3.5.1, 3.6.1).
void judgeReferences(const std::vector<Entry>& entries);

/// The Bundle of changes in DiagnosticReport-update (2.10, 3.6.3, profile FHIRcastContentUpdateBundle).
void judgeUpdates(const std::vector<Entry>& entries);

/// The OperationOutcome of SyncError (3.2.1 and its profile). `pointer` leads to it.
void judgeSyncError(const Json& outcome, const std::string& pointer);

/// The Parameters of UserLogout and UserHibernate (3.2.2, 3.2.3 and their profiles). `pointer` leads to them.
void judgeParameters(const Json& parameters, const std::string& pointer);

}  // namespace cast::fhircast
