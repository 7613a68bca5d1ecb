import App
import Core
import Foundation
import TestSupport
import Testing

/// The hash chain recomputed by another program, in another language, from the tables alone.
@Suite struct IndependentChainTests {
    @Test func anotherProgramFindsTheSameHead() async throws {
        let rich = try RichBook.filled(.sqlite)
        let report = try await Verification.run(rich.book)
        let path = String(rich.database.url.dropFirst("sqlite:".count))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(text == "\(report.records) \(report.headText)\n")
    }

    /// Numbers as eight bytes, texts with their length before them, SHA-256 over the hash before and them.
    private static let script = """
        import sqlite3, hashlib, struct, sys
        book = sqlite3.connect(sys.argv[1])
        number = lambda value: struct.pack(">q", value)
        def text(value):
            value = value.encode()
            return number(len(value)) + value
        def entry(key):
            row = book.execute("SELECT * FROM entry WHERE id = ?", (key,)).fetchone()
            if row is None: return number(0)
            _, day, kind, guarantee, amount, interest, principal, loss, until, reference, reverses = row
            bytes = number(1) + number(day) + text(kind) + number(guarantee or 0)
            bytes += number(amount) + number(interest) + number(principal) + number(loss)
            bytes += number(-2**63 if until is None else until)
            bytes += number(0 if reference is None else 1) + text(reference or "")
            bytes += number(reverses or 0)
            lines = book.execute(
                "SELECT account, amount FROM posting WHERE entry_id = ? ORDER BY account", (key,)).fetchall()
            return bytes + number(len(lines)) + b"".join(number(a) + number(b) for a, b in lines)
        head, count = bytes(32), 0
        for key, at, *texts, stored in book.execute("SELECT * FROM audit ORDER BY id"):
            count += 1
            assert key == count
            record = number(key) + number(at) + b"".join(map(text, texts)) + entry(key)
            head = hashlib.sha256(head + record).digest()
            assert head == stored, key
        print(count, head.hex())
        """
}
