"""The kernel "lr-lab" held to jupyter_kernel_test, the conformance suite of Jupyter kernels, and to what that suite does
not ask: standard input, interrupts, what follows an error, comms, silent cells, the traceback.

    JUPYTER_PATH=FOLDER_WITH_THE_KERNELSPEC python -m unittest -v test_lr_lab_kernel

LR_LAB_KERNEL names another kernelspec: "tslab" shows what stock tslab does. What the suite asks and this kernel leaves
out stands in EXCEPTIONS, with the reason; nothing else is skipped.
"""

import os
import time
import unittest
from queue import Empty

import jupyter_kernel_test as jkt
from jupyter_kernel_test.msgspec_v5 import validate_message

KERNEL = os.environ.get("LR_LAB_KERNEL", "lr-lab")

# Skipped tests of the suite, and why.
EXCEPTIONS = {
    "test_pager": "no code asks for a pager: documentation is shown by inspect, where front ends have a place for it",
    "test_recv_iopub_welcome_msg": "iopub_welcome is optional (JEP 65), and clients repeat kernel_info_request instead",
}

TIMEOUT = 15
HOOK = '(globalThis as any)[Symbol.for("lr-lab.kernel")]'


class LrLabKernelTests(jkt.KernelTests):
    kernel_name = KERNEL
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = 'console.log("hello, world");'
    code_stderr = 'console.error("to stderr");'

    completion_samples = [
        {"text": "Math.flo", "matches": {"floor"}},
        {"text": "const warmupRate = 1; warmupR", "matches": {"warmupRate"}},
        {"text": '"a".startsW', "matches": {"startsWith"}},
        {"text": "const größe = { länge: 1 }; größe.län", "matches": {"länge"}},
    ]

    complete_code_samples = [
        "1 + 1",
        "const rate = 0.1;",
        'console.log("done")',
        "for (let i = 0; i < 3; i++) {\n  console.log(i);\n}",
        "type Rate = number;",
        "await Promise.resolve(1)",
        "// only a comment",
    ]
    incomplete_code_samples = [
        "function f() {",
        "const rates = [",
        "console.log(",
        "`an open template",
        "/* an open comment",
        "if (true) {\n  1;",
    ]
    invalid_code_samples = ["const = 1;", "1 +* 2", "}"]

    code_generate_error = 'throw new RangeError("on purpose");'

    code_execute_result = [
        {"code": "1 + 1", "result": "2"},
        {"code": "({ rate: 0.1 })", "result": "{ rate: 0.1 }"},
        {"code": "const rates = [0.1, 0.2]; rates", "result": "[ 0.1, 0.2 ]"},
        {"code": "await Promise.resolve(6 * 7)", "result": "42"},
        {
            "code": '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>x</b>", "text/plain": "x" }) })',
            "mime": "text/html",
            "result": "<b>x</b>",
        },
        {"code": "3 ** 4", "result": "81"},
        {"code": "3 ** 4", "result": "81"},
        {"code": "3 ** 4 - 1", "result": "80"},
    ]

    code_display_data = [
        {"code": 'import { showMarkdown } from "lr-lab"; showMarkdown("*x*");', "mime": "text/markdown"},
        {"code": 'import { display } from "tslab"; display.html("<b>x</b>");', "mime": "text/html"},
    ]

    code_inspect_sample = "Math.floor"
    code_clear_output = f'console.log("gone"); {HOOK}.clearOutput();'

    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "3 ?? 4"

    def setUp(self) -> None:
        self.flush_channels()

    # What follows is not in the suite.

    def outputs_of(self, msg_id: str, timeout: float = TIMEOUT) -> list[dict]:
        """Everything that was published for a request, up to its `idle`."""
        found = []
        while True:
            msg = self.kc.get_iopub_msg(timeout=timeout)
            if msg["parent_header"].get("msg_id") != msg_id:
                continue
            validate_message(msg, msg["msg_type"], msg_id)
            if msg["msg_type"] == "status":
                if msg["content"]["execution_state"] == "idle":
                    return found
                continue
            found.append(msg)

    def busy(self, msg_id: str) -> None:
        while True:
            msg = self.kc.get_iopub_msg(timeout=TIMEOUT)
            if msg["parent_header"].get("msg_id") == msg_id and msg["msg_type"] == "execute_input":
                return

    def reply_to(self, msg_id: str, timeout: float = TIMEOUT) -> dict:
        while True:
            reply = self.kc.get_shell_msg(timeout=timeout)
            if reply["parent_header"].get("msg_id") == msg_id:
                return reply["content"]

    def test_the_kernel_tells_the_truth_about_itself(self) -> None:
        info = self.reply_to(self.kc.kernel_info())
        self.assertEqual(info["status"], "ok")
        self.assertRegex(info["protocol_version"], r"^5\.[3-9]$")
        self.assertRegex(info["language_info"]["version"], r"^[5-9]\.\d+\.\d+")
        self.assertIn("typescript", info["language_info"]["mimetype"])
        self.assertNotEqual(info["banner"], "")

    def test_an_error_tells_the_cells_own_line(self) -> None:
        code = 'const rate = 7;\nfunction check(): void {\n  throw new RangeError("too high");\n}\ncheck();'
        msg_id = self.kc.execute(code)
        reply = self.reply_to(msg_id)
        self.assertEqual((reply["status"], reply["ename"], reply["evalue"]), ("error", "RangeError", "too high"))
        [shown] = [m["content"] for m in self.outputs_of(msg_id) if m["msg_type"] == "error"]
        self.assertEqual(shown["traceback"], reply["traceback"])
        text = "\n".join(shown["traceback"])
        self.assertIn('throw new RangeError("too high")', text)
        self.assertNotRegex(text, r"node:internal|node_modules|dist/jupyter")
        self.assertEqual(text.count("too high"), 2, "in the message and in the line that is shown")

    def test_a_wrong_type_is_an_error_and_nothing_runs(self) -> None:
        msg_id = self.kc.execute('console.log("ran");\nconst rate: number = "fast";')
        reply = self.reply_to(msg_id)
        self.assertEqual(reply["status"], "error")
        outputs = self.outputs_of(msg_id)
        self.assertEqual([m["msg_type"] for m in outputs if m["msg_type"] != "execute_input"], ["error"])
        self.assertIn('const rate: number = "fast";', "\n".join(outputs[-1]["content"]["traceback"]))

    def test_a_promise_that_nobody_awaits_fails_its_cell(self) -> None:
        msg_id = self.kc.execute('Promise.reject(new Error("nobody waits"));\nawait new Promise((r) => setTimeout(r, 50));')
        reply = self.reply_to(msg_id)
        self.assertEqual(reply["status"], "error")
        self.assertIn("nobody waits", reply["evalue"])

    def test_cells_after_an_error_are_aborted(self) -> None:
        first = self.kc.execute('await new Promise((r) => setTimeout(r, 300)); throw new Error("first");')
        second = self.kc.execute('console.log("second");')
        self.assertEqual(self.reply_to(first)["status"], "error")
        self.assertEqual(self.reply_to(second)["status"], "aborted")
        self.outputs_of(second)
        self.assertEqual(self.reply_to(self.kc.execute("1"))["status"], "ok")

    def test_cells_that_asked_to_run_after_an_error_run(self) -> None:
        first = self.kc.execute('throw new Error("first");', stop_on_error=False)
        second = self.kc.execute('console.log("second");')
        self.assertEqual(self.reply_to(first)["status"], "error")
        self.assertEqual(self.reply_to(second)["status"], "ok")

    def test_a_silent_cell_shows_nothing_and_does_not_count(self) -> None:
        before = self.reply_to(self.kc.execute("1"))["execution_count"]
        msg_id = self.kc.execute("2", silent=True)
        self.assertEqual(self.reply_to(msg_id)["status"], "ok")
        self.assertEqual([m["msg_type"] for m in self.outputs_of(msg_id)], [])
        self.assertEqual(self.reply_to(self.kc.execute("3"))["execution_count"], before + 1)

    def test_user_expressions(self) -> None:
        msg_id = self.kc.execute("const three = 3;", user_expressions={"twice": "2 * three", "wrong": "noSuchName"})
        found = self.reply_to(msg_id)["user_expressions"]
        self.assertEqual(found["twice"]["status"], "ok")
        self.assertEqual(found["twice"]["data"]["text/plain"], "6")
        self.assertEqual(found["wrong"]["status"], "error")

    def test_comm_info(self) -> None:
        msg_id = self.kc.comm_info()
        reply = self.reply_to(msg_id)
        self.assertEqual((reply["status"], reply["comms"]), ("ok", {}))

    def test_a_display_is_updated_in_place(self) -> None:
        code = (
            f'{HOOK}.display({{ "text/plain": "1" }}, {{ id: "d" }});\n'
            f'{HOOK}.display({{ "text/plain": "2" }}, {{ id: "d", update: true }});'
        )
        msg_id = self.kc.execute(code)
        self.assertEqual(self.reply_to(msg_id)["status"], "ok")
        shown = [m for m in self.outputs_of(msg_id) if "display_data" in m["msg_type"]]
        self.assertEqual([m["msg_type"] for m in shown], ["display_data", "update_display_data"])
        self.assertEqual([m["content"]["transient"]["display_id"] for m in shown], ["d", "d"])

    def test_late_output_goes_to_its_cell(self) -> None:
        first = self.kc.execute('setTimeout(() => console.log("late"), 300);')
        self.reply_to(first)
        second = self.kc.execute("await new Promise((r) => setTimeout(r, 600));")
        self.reply_to(second)
        parents = []
        end = time.monotonic() + 3
        while time.monotonic() < end and not parents:
            try:
                msg = self.kc.get_iopub_msg(timeout=0.5)
            except Empty:
                continue
            if msg["msg_type"] == "stream" and "late" in msg["content"]["text"]:
                parents.append(msg["parent_header"]["msg_id"])
        self.assertEqual(parents, [first])

    def test_output_of_a_synchronous_loop_shows_at_once(self) -> None:
        code = 'console.log("early");\nfor (const end = Date.now() + 2000; Date.now() < end; ) {}'
        start = time.monotonic()
        msg_id = self.kc.execute(code)
        while True:
            msg = self.kc.get_iopub_msg(timeout=TIMEOUT)
            if msg["msg_type"] == "stream" and msg["parent_header"].get("msg_id") == msg_id:
                break
        self.assertLess(time.monotonic() - start, 1.5)
        self.reply_to(msg_id)

    def interrupt(self, code: str) -> None:
        msg_id = self.kc.execute(code)
        self.busy(msg_id)
        time.sleep(0.3)
        self.km.interrupt_kernel()
        reply = self.reply_to(msg_id, timeout=5)
        self.assertEqual(reply["status"], "error")
        after = self.kc.execute("40 + 2")
        self.assertEqual(self.reply_to(after, timeout=5)["status"], "ok")

    def test_interrupt_of_an_await(self) -> None:
        self.interrupt("await new Promise(() => { setInterval(() => {}, 1000).unref(); });")

    def test_interrupt_of_a_loop(self) -> None:
        self.interrupt("for (;;) {}")

    def test_interrupt_of_a_loop_after_an_await(self) -> None:
        self.interrupt("await Promise.resolve();\nfor (;;) {}")

    def test_interrupt_request_is_answered(self) -> None:
        msg = self.kc.session.msg("interrupt_request", {})
        self.kc.control_channel.send(msg)
        reply = self.kc.get_control_msg(timeout=TIMEOUT)
        validate_message(reply, "interrupt_reply", msg["header"]["msg_id"])

    def test_standard_input(self) -> None:
        msg_id = self.kc.execute('const name = prompt("Who are you?");\nname', allow_stdin=True)
        request = self.kc.get_stdin_msg(timeout=TIMEOUT)
        validate_message(request, "input_request", msg_id)
        self.assertEqual(request["content"]["prompt"].strip(), "Who are you?")
        self.assertFalse(request["content"]["password"])
        self.kc.input("Ada")
        self.assertEqual(self.reply_to(msg_id)["status"], "ok")
        [result] = [m for m in self.outputs_of(msg_id) if m["msg_type"] == "execute_result"]
        self.assertIn("Ada", result["content"]["data"]["text/plain"])

    def test_standard_input_where_there_is_none(self) -> None:
        msg_id = self.kc.execute('prompt("Who?")', allow_stdin=False)
        reply = self.reply_to(msg_id)
        self.assertEqual(reply["status"], "error")
        self.assertIn("input", reply["evalue"])

    def test_an_interrupt_ends_a_wait_for_input(self) -> None:
        msg_id = self.kc.execute('prompt("Who?")', allow_stdin=True)
        self.kc.get_stdin_msg(timeout=TIMEOUT)
        self.km.interrupt_kernel()
        self.assertEqual(self.reply_to(msg_id, timeout=5)["status"], "error")
        self.assertEqual(self.reply_to(self.kc.execute("1"), timeout=5)["status"], "ok")

    def test_completion_in_the_middle(self) -> None:
        # Offsets count Unicode characters, not UTF-16 units.
        code = 'const s = "😀"; Math.flo(1)'
        reply = self.reply_to(self.kc.complete(code, cursor_pos=code.index("(1)")))
        self.assertIn("floor", reply["matches"])
        self.assertEqual(code[reply["cursor_start"] : reply["cursor_end"]], "flo")


class IopubWelcome(jkt.IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = False


class Restart(unittest.TestCase):
    """A restart forgets everything, and a shutdown ends the process."""

    def test_restart_and_shutdown(self) -> None:
        km, kc = jkt.start_new_kernel(kernel_name=KERNEL)
        try:
            kc.execute("const kept = 1;", reply=True, timeout=TIMEOUT)
            km.restart_kernel()
            kc.wait_for_ready(timeout=60)
            reply = kc.execute("kept", reply=True, timeout=TIMEOUT)
            self.assertEqual(reply["content"]["status"], "error")
            self.assertEqual(reply["content"]["execution_count"], 1)
        finally:
            kc.stop_channels()
            start = time.monotonic()
            km.shutdown_kernel()
        self.assertFalse(km.is_alive())
        self.assertLess(time.monotonic() - start, 4)


# jkt's own classes would be run as well.
def load_tests(loader: unittest.TestLoader, _tests: object, _pattern: object) -> unittest.TestSuite:
    classes = (LrLabKernelTests, IopubWelcome, Restart)
    return unittest.TestSuite(loader.loadTestsFromTestCase(one) for one in classes)


if __name__ == "__main__":
    unittest.main(verbosity=2)
