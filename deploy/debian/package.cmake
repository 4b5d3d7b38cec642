# The Debian package: cpack -G DEB in a build, or `cpack --preset debian` for the release. README.Debian tells what it does.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "The Vesicle contributors <vesicle@vesicle.invalid>" CACHE STRING "Who answers for the packages that are built")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "CDS Hooks guidance for antiviral orders")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"An HTTPS server that electronic health records call (HL7 CDS Hooks) when an
order of an antiviral is written or signed. It reads the order and the chart
(FHIR) and answers with cards: what guidance for herpes of the lips and mouth
says about it, what that rests on, and orders that can be taken over.
.
It is decision support for clinicians, not signed off by a clinician, and not
a medical device.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, init-system-helpers (>= 1.52), procps")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "haproxy, postgresql, prometheus")
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_STRIP_FILES ON)

# Paths of a Debian system, whatever prefix the build has.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};${PROJECT_NAME};Unspecified;/" "${CMAKE_BINARY_DIR};${PROJECT_NAME};debian;/")

set(debian "${CMAKE_CURRENT_LIST_DIR}")
set(packed "${CMAKE_BINARY_DIR}/debian")
configure_file("${debian}/changelog.in" "${packed}/changelog.Debian" @ONLY)
configure_file("${debian}/conffiles" "${packed}/conffiles" COPYONLY)
foreach(script IN ITEMS postinst prerm postrm)
  configure_file("${debian}/${script}" "${packed}/${script}" COPYONLY)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${packed}/${script}")
endforeach()
list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${packed}/conffiles")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# install_packed(SOURCE DESTINATION): gzipped without name and date, so that the same sources make the same bytes.
function(install_packed source destination)
  get_filename_component(name "${source}" NAME)
  install(CODE "execute_process(COMMAND gzip -9nc \"${source}\" OUTPUT_FILE \"${packed}/${name}.gz\" COMMAND_ERROR_IS_FATAL ANY)"
    COMPONENT debian EXCLUDE_FROM_ALL)
  install(FILES "${packed}/${name}.gz" DESTINATION "${destination}" COMPONENT debian EXCLUDE_FROM_ALL ${ARGN})
endfunction()

set(documents share/doc/vesicle)
install_packed("${packed}/changelog.Debian" ${documents})
install_packed("${PROJECT_SOURCE_DIR}/CHANGELOG.md" ${documents} RENAME changelog.gz)
install_packed("${PROJECT_SOURCE_DIR}/README.md" ${documents})
install_packed("${debian}/vesicle.1" share/man/man1)
install(FILES "${debian}/copyright" "${debian}/README.Debian" DESTINATION ${documents} COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES "${debian}/lintian-overrides" DESTINATION share/lintian/overrides RENAME vesicle COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES "${PROJECT_SOURCE_DIR}/deploy/clients.example.toml" "${PROJECT_SOURCE_DIR}/deploy/systemd/port-443.conf"
  DESTINATION ${documents}/examples COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES "${PROJECT_SOURCE_DIR}/deploy/silent/rules.toml" DESTINATION ${documents}/examples/silent COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES "${PROJECT_SOURCE_DIR}/deploy/systemd/vesicle.service" DESTINATION lib/systemd/system COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES "${debian}/vesicle.toml" "${debian}/clients.toml" DESTINATION /etc/vesicle COMPONENT debian EXCLUDE_FROM_ALL)

include(CPack)
