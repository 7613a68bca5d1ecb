public import Core

/// What a verification has looked at, and what it found wrong.
public struct VerificationReport: Sendable {
    public internal(set) var records: Int64 = 0
    public internal(set) var entries: Int64 = 0
    public internal(set) var postings: Int64 = 0
    public internal(set) var guarantees: Int64 = 0
    /// Whether the engine has checked its files: SQLite does, PostgreSQL has tools of its own.
    public internal(set) var areFilesChecked = false
    /// The hash of the last record. Kept outside, it shows later that no record was taken off the end.
    public internal(set) var head: [UInt8] = AuditRecord.genesis
    /// The first that were found, at most `findingLimit`.
    public private(set) var findings: [Finding] = []
    /// All that were found.
    public private(set) var findingCount = 0

    public static let findingLimit = 1_000

    public var isSound: Bool { findingCount == 0 }

    public var headText: String {
        head.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// `NUMBER:HASH` of the last record, to be lodged with another party; of a sound book.
    public var lodgeable: String { "\(records):\(headText)" }

    mutating func add(_ finding: Finding) {
        findingCount += 1
        if findings.count < VerificationReport.findingLimit { findings.append(finding) }
    }

    mutating func add(_ more: [Finding]) {
        for finding in more { add(finding) }
    }
}

/// One thing that is wrong with the book, and where.
public enum Finding: Refusal {
    case recordsMissing(Int64, Int64)
    case recordOutOfOrder(Int64)
    case hashWrong(Int64, action: String, subject: String)
    case entryWithoutRecord(Int64)
    case postingWithoutEntry(Int64)
    case entryUnbalanced(Int64, Fen)
    case balanceWrong(Int64, stored: Fen?, posted: Fen)
    case balanceBelowFloor(Int64, Fen)
    case rowMissing(String, record: Int64)
    case rowDiffers(String, record: Int64)
    case rowWithoutRecord(String)
    case nameDiffers(Int64, record: Int64)
    case positionMissing(Int64)
    case positionWrong(Int64, column: String, stored: String, derived: String)
    case stateWrong(Int64, stored: String, derived: String)
    case entriesUnusable(Int64, Sentence)
    case sharesUnusable(Int64)
    case claimsWrong(Int64, Party, Party, open: Fen, owed: Fen)
    case claimsPaidWrong(Int64, Party, Party, stored: Fen, paid: Fen)
    case claimDueWrong(Int64, guarantee: Int64)
    case claimDiffers(Int64, guarantee: Int64)
    case claimsMissing(Int64, stored: Int, derived: Int)
    case claimOfNothing(Int64, guarantee: Int64)
    case lodgedMissing(Int64)
    case lodgedDiffers(Int64)
    case fileDamaged(String)
    case namePairsWrong
    case auditSubjectsWrong
    case profileWrong(Int64)

    /// The record that is wrong, such as `guarantee/42`.
    public var place: String {
        switch self {
        case .recordsMissing(let number, _), .recordOutOfOrder(let number), .hashWrong(let number, _, _),
            .lodgedMissing(let number), .lodgedDiffers(let number):
            "audit/\(number)"
        case .entryWithoutRecord(let number), .postingWithoutEntry(let number),
            .entryUnbalanced(let number, _):
            "entry/\(number)"
        case .fileDamaged: "database"
        case .namePairsWrong: "enterprise_pair"
        case .auditSubjectsWrong: "audit_subject_record"
        case .balanceWrong(let account, _, _), .balanceBelowFloor(let account, _): "balance/\(account)"
        case .rowMissing(let subject, _), .rowDiffers(let subject, _), .rowWithoutRecord(let subject): subject
        case .nameDiffers(let enterprise, _): "enterprise/\(enterprise)"
        case .profileWrong(let enterprise): "enterprise_profile/\(enterprise)"
        case .sharesUnusable(let agreement): "agreement/\(agreement)"
        case .claimDueWrong(let claim, _), .claimDiffers(let claim, _), .claimOfNothing(let claim, _):
            "claim/\(claim)"
        case .positionMissing(let guarantee), .positionWrong(let guarantee, _, _, _),
            .stateWrong(let guarantee, _, _),
            .entriesUnusable(let guarantee, _), .claimsWrong(let guarantee, _, _, _, _),
            .claimsPaidWrong(let guarantee, _, _, _, _), .claimsMissing(let guarantee, _, _):
            "guarantee/\(guarantee)"
        }
    }

    public var code: String {
        switch self {
        case .recordsMissing: "audit_records_missing"
        case .recordOutOfOrder: "audit_record_out_of_order"
        case .hashWrong: "audit_hash_wrong"
        case .entryWithoutRecord: "entry_without_record"
        case .postingWithoutEntry: "posting_without_entry"
        case .entryUnbalanced: "entry_unbalanced"
        case .balanceWrong: "balance_wrong"
        case .balanceBelowFloor: "balance_below_floor"
        case .rowMissing: "row_missing"
        case .rowDiffers: "row_differs"
        case .rowWithoutRecord: "row_without_record"
        case .nameDiffers: "enterprise_name_differs"
        case .positionMissing: "position_missing"
        case .positionWrong: "position_wrong"
        case .stateWrong: "state_wrong"
        case .entriesUnusable: "entries_unusable"
        case .sharesUnusable: "shares_unusable"
        case .claimsWrong: "claims_wrong"
        case .claimsPaidWrong: "claims_paid_wrong"
        case .claimDueWrong: "claim_due_wrong"
        case .claimDiffers: "claim_differs"
        case .claimsMissing: "claims_missing"
        case .claimOfNothing: "claim_of_nothing"
        case .lodgedMissing: "lodged_record_missing"
        case .lodgedDiffers: "lodged_hash_differs"
        case .fileDamaged: "file_damaged"
        case .namePairsWrong: "name_pairs_wrong"
        case .auditSubjectsWrong: "audit_subjects_wrong"
        case .profileWrong: "profile_wrong"
        }
    }
}
