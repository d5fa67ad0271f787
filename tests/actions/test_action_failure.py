"""A failure inside an action is logged and said kindly."""

from actions.speech import spoken


class Broken:
    def name(self) -> str:
        return "action_broken"

    @spoken
    async def run(self, dispatcher, tracker, domain):
        raise RuntimeError("secret detail")


async def test_a_failure_is_logged_and_never_shown(make_tracker, dispatcher, domain, heard, caplog) -> None:
    assert await Broken().run(dispatcher, make_tracker(), domain) == []
    assert "pas marché" in heard()
    assert "secret detail" not in heard()
    assert "action_broken" in caplog.text
