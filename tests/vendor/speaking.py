"""Sending an answer: at its pace, and broken in the way that its turn asks for."""

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from tests.vendor import wires
from tests.vendor.faults import Fault, Turn

if TYPE_CHECKING:
    from tests.vendor.server import Vendor

EMOJI_HALVES = ("\ud83d", "\ude00")
STALL = 30.0  # longer than any time-out of a test, short enough to end by itself


async def speak(
    vendor: "Vendor",
    request: web.BaseRequest,
    wire: str,
    answer: wires.Answer,
    turn: Turn,
    *,
    stream: bool,
) -> web.StreamResponse:
    """Answer with a stream or in one piece."""
    first = vendor.first_token if turn.first_token is None else turn.first_token
    if not stream:
        return await _whole(request, wire, answer, turn, first)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    frames = _frames(wire, answer, turn)
    opening = wires.opening(wire, answer)
    if turn.fault is Fault.CRLF:
        frames, opening = [_crlf(frame) for frame in frames], _crlf(opening)
    if turn.fault is Fault.CONTENT_LENGTH:
        response.content_length = len(opening) + sum(map(len, frames)) + 100
    try:
        await response.prepare(request)
        await response.write(opening)
        if turn.fault is Fault.STALL_FIRST:
            await _stall(request)
        if first:
            await asyncio.sleep(first)
        await _tokens(response, request, frames, vendor, turn)
        if turn.fault is Fault.CONTENT_LENGTH:
            await _abort(request)
        elif turn.fault is not Fault.CUT:
            await response.write_eof()
    except ConnectionResetError:
        vendor.counts["gone"] += 1  # the client closed the stream
    return response


def _frames(wire: str, answer: wires.Answer, turn: Turn) -> list[bytes]:
    """Frames behind the opening, faults of content included; the last is the end."""
    frames = list(wires.token_frames(wire, answer.model, answer.tokens, answer.tool is not None))
    at = len(frames) // 2 if turn.at is None else int(turn.at)
    match turn.fault:
        case Fault.MALFORMED:
            frames[at:at] = [b'data: {"choices":[{"delta"\n\n']
        case Fault.ERROR_EVENT:
            return [*frames[:at], wires.error_event(wire)]
        case Fault.SURROGATES:
            frames[at:at] = wires.token_frames(wire, answer.model, EMOJI_HALVES, tool=False)
        case Fault.CUT | Fault.STALL:
            return frames[:at]
        case Fault.CONTENT_LENGTH if turn.at is not None:
            return frames[:at]
    end = wires.closing(wire, answer, reason=turn.fault is not Fault.NO_FINISH)
    return [*frames, wires.without_goodbye(end) if turn.fault is Fault.LINGER else end]


async def _tokens(
    response: web.StreamResponse,
    request: web.BaseRequest,
    frames: list[bytes],
    vendor: "Vendor",
    turn: Turn,
) -> None:
    pace = vendor.pace if turn.pace is None else turn.pace
    if pace:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        for i, frame in enumerate(frames):
            await response.write(frame)
            # The schedule is absolute, so that a late wake-up is caught up with.
            await asyncio.sleep(begun + (i + 1) / pace - loop.time())
    elif frames:
        await response.write(b"".join(frames))
    if turn.fault in (Fault.STALL, Fault.LINGER):
        await _stall(request)
    if turn.fault is Fault.CUT:
        await _abort(request)


async def _whole(
    request: web.BaseRequest, wire: str, answer: wires.Answer, turn: Turn, first: float
) -> web.StreamResponse:
    if first:
        await asyncio.sleep(first)
    body = wires.whole(wire, answer, reason=turn.fault is not Fault.NO_FINISH)
    match turn.fault:
        case Fault.STALL_FIRST | Fault.STALL:
            await _stall(request)
        case Fault.MALFORMED:
            body = body[: len(body) // 2]
        case Fault.CUT | Fault.CONTENT_LENGTH:
            response = web.StreamResponse(headers={"Content-Type": "application/json"})
            response.content_length = len(body) + 100
            await response.prepare(request)
            await response.write(body)
            await _abort(request)
            return response
    return web.Response(body=body, content_type="application/json")


async def _stall(request: web.BaseRequest) -> None:
    """Say nothing until the client gives up."""
    loop = asyncio.get_running_loop()
    end = loop.time() + STALL
    while loop.time() < end:
        if request.transport is None or request.transport.is_closing():
            raise ConnectionResetError
        await asyncio.sleep(0.01)


async def _abort(request: web.BaseRequest) -> None:
    await asyncio.sleep(0.01)  # let what was written leave first
    if request.transport is not None:
        request.transport.abort()


def _crlf(frame: bytes) -> bytes:
    return frame.replace(b"\n", b"\r\n")
