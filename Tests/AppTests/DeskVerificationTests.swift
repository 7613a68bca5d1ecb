import Core
import Storage
import TestSupport
import Testing

@testable import App

/// Applications, documents, notices and the index of names are compared with what the log or the names say.
@Suite struct DeskVerificationTests {
    @Test(arguments: TestEngine.allCases) func whatWasChangedBehindTheBookIsFound(_ engine: TestEngine)
        async throws
    {
        let test = try await Self.desk(engine)
        let rich = test.rich
        #expect(try await Verification.run(rich.book).findings == [])
        let changes = [
            ("UPDATE application SET fields = '{}' WHERE id = 1", "row_differs", "application/1"),
            ("UPDATE application SET version = 9 WHERE id = 2", "row_differs", "application/2"),
            ("UPDATE application SET state = 'discarded' WHERE id = 3", "row_differs", "application/3"),
            ("DELETE FROM application WHERE id = 3", "row_missing", "application/3"),
            (
                "INSERT INTO application SELECT 9, organisation_id, fields, 1, '', 'draft', 1, 1, 1, 'x', "
                    + "NULL, NULL, NULL FROM application WHERE id = 1",
                "row_without_record", "application/9"
            ),
            ("UPDATE document SET name = 'other.pdf'", "row_differs", "document/1"),
            ("UPDATE document SET content = sha256, byte_count = 32", "row_differs", "document/1"),
            ("DELETE FROM document", "row_missing", "document/1"),
            ("UPDATE notice SET en = 'Nothing is due.' WHERE id = 2", "row_differs", "notice/1"),
            (
                "INSERT INTO notice SELECT 900, organisation_id, kind, subject, 'x', zh, en, 1, NULL, NULL "
                    + "FROM notice WHERE id = 1",
                "row_without_record", "notice/900"
            ),
            ("DELETE FROM enterprise_pair WHERE enterprise_id = 1", "name_pairs_wrong", "enterprise_pair"),
            (
                "DELETE FROM audit_subject_record WHERE audit_id = 1", "audit_subjects_wrong",
                "audit_subject_record"
            ),
        ]
        for (sql, code, place) in changes {
            #expect(try rich.tamper(sql) > 0, "\(sql)")
            let report = try await Verification.run(rich.book)
            let isFound = report.findings.contains { $0.code == code && $0.place == place }
            #expect(isFound, "\(sql): \(report.findings.map(\.sentence.en))")
        }
    }

    @Test(arguments: TestEngine.allCases) func theIndexOfNamesIsWrittenAnew(_ engine: TestEngine) async throws
    {
        let rich = try RichBook.filled(engine)
        for sql in [
            "DELETE FROM enterprise_pair WHERE enterprise_id = 1",
            "INSERT INTO enterprise_pair VALUES (7, 1)",
            "UPDATE enterprise_pair SET enterprise_id = 999 WHERE enterprise_id = 2",
        ] {
            #expect(try rich.tamper(sql) > 0)
            #expect(try await Verification.run(rich.book).findings == [.namePairsWrong])
            let outcome = try await Rebuild.run(rich.book, as: Actor("test"), because: "test")
            #expect(outcome.hasNamesAnew)
            #expect(try await Verification.run(rich.book).findings == [])
        }
        let sound = try await Rebuild.run(rich.book, as: Actor("test"), because: "test")
        #expect(!sound.hasNamesAnew)
    }

    @Test(arguments: TestEngine.allCases)
    func theSubjectsOfTheLogAreWrittenAnew(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        for sql in [
            "DELETE FROM audit_subject_record WHERE audit_id = 1",
            "UPDATE audit_subject_record SET subject = 'guarantee/1' WHERE audit_id = 1",
            """
            INSERT INTO audit_subject_record SELECT 'guarantee/1', MIN(id) FROM entry
            WHERE guarantee_id = 1
            """,
        ] {
            #expect(try rich.tamper(sql) > 0)
            #expect(try await Verification.run(rich.book).findings == [.auditSubjectsWrong])
            let outcome = try await Rebuild.run(rich.book, as: Actor("test"), because: "test")
            #expect(outcome.hasSubjectsAnew)
            #expect(try await Verification.run(rich.book).findings == [])
        }
    }

    /// Steps and entries alike, whichever of the two ways leads to them.
    @Test(arguments: TestEngine.allCases)
    func aSubjectHasAllItsRecords(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        let (found, there) = try await rich.book.database.read { connection in
            let subjects = try connection.all("SELECT DISTINCT subject FROM audit ORDER BY subject") {
                $0.text(0)
            }
            let found = try subjects.map { subject in
                try connection.all(AuditSubjects.records(of: subject)) { $0.int(0) }.sorted()
            }
            let there = try subjects.map { subject in
                let sql = SQL("SELECT id FROM audit WHERE subject = ? ORDER BY id", [.text(subject)])
                return try connection.all(sql) { $0.int(0) }
            }
            return (found, there)
        }
        #expect(found == there && found.contains { $0.count > 5 })
    }

    /// Three applications, sent, discarded and a draft, a document, and the notices of a day.
    private static func desk(_ engine: TestEngine) async throws -> TestSite {
        let test = try TestSite(engine)
        _ = try await DailyNotices.write(for: TestSite.today, in: test.rich.book)
        try test.rich.write { writing in
            let clerk = try #require(try PersonStore.find(name: "enterprise.clerk", writing.connection))
            let visitor = Visitor(
                person: clerk.id, name: clerk.name, displayName: "", organisation: clerk.organisation,
                roles: clerk.roles,
                permissions: Permission.granted(to: clerk.roles, in: clerk.organisation.kind), session: nil,
                formWord: "", mustChangePassword: false)
            let right = Inputs(texts: ApplicationSiteTests.right)
            _ = try ApplicationStore.apply(
                right, once: "application-1", on: TestSite.today, by: visitor, writing)
            for once in ["application-2", "application-3"] {
                _ = try ApplicationStore.begin(Inputs(texts: [:]), once: once, by: visitor, writing)
            }
            _ = try ApplicationStore.save("2", right, version: 1, editor: "", by: visitor, writing)
            try ApplicationStore.discard("2", by: visitor, writing)
            let file = Form.File(field: "file", name: "a.pdf", bytes: Array("%PDF-1.4\n".utf8))
            let guarantee = try GuaranteeSight.load(number: "G1", visitor, writing.connection).guarantee.id
            _ = try DocumentStore.add(
                file, .pdf, purpose: .contract, supersedes: nil, to: guarantee, by: visitor, writing)
        }
        return test
    }
}
