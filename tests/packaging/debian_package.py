"""Makes the Debian package of a build."""
from tools import run


def build_package(build, folder):
    status, said = run("cpack", "-G", "DEB", "-B", folder, "--config", build / "CPackConfig.cmake", cwd=build)
    if status != 0:
        raise AssertionError(said)
    [package] = folder.glob("*.deb")
    return package
