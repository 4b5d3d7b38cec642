// The vignettes are written in FHIR R4 (which for these resources R4B is too); this writes them in the other versions.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace vignettes {

enum class version : unsigned char { r5, stu3, dstu2 };
inline constexpr version other_versions[] = {version::r5, version::stu3, version::dstu2};
std::string_view name_of(version v);

/// Visits the resources of a hook request: those of its drafts and of the Bundles in its prefetch.
void for_each_resource(boost::json::value& request, const std::function<void(boost::json::object& resource)>& see);

/// Rewrites a resource of R4. Types that are the same in both stay as they are.
void translate(boost::json::object& resource, version to);

/// A hook request with its drafts and prefetch in another version.
boost::json::value translated_request(boost::json::value request, version to);

/// What an R4 answer to `request` would be had both been written in another version: the resources in its actions
/// translated (where there are no drafts they are of R4), and every name of a resource in its texts.
boost::json::value translated_answer(boost::json::value answer, const boost::json::value& request, version to);

} // namespace vignettes
