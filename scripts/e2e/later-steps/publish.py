#!/usr/bin/env python3
"""Mozilla's mozapkpublisher, as it is on PyPI, publishes with the two outputs of the action. It submits
nothing: an answer without a content type, as the real API may give there, ends it."""
import asyncio, functools, os, tempfile
import aiohttp
# Its session would not use the proxy of the runner.
aiohttp.ClientSession = functools.partial(aiohttp.ClientSession, trust_env=True)
from mozapkpublisher.sgs_api import SamsungGalaxyStore

async def main():
    async with SamsungGalaxyStore(os.environ["ACCOUNT"], os.environ["TOKEN"]) as store:
        print("checked:", await store.api.check_access_token())
        with tempfile.NamedTemporaryFile(suffix=".apk") as file:
            file.write(b"an app")
            file.flush()
            name = {"package_name": "com.example.app", "architecture": "arm64-v8a", "version_name": "2"}
            await store.upload_apks("com.example.app", [(file, name)], 25)

asyncio.run(main())
