/// The kinds of file that are kept with a guarantee, told by what is in them and never by their name alone.
public enum DocumentKind: String, CaseIterable, Sendable {
    case pdf, png, jpeg, xlsx, docx, text

    /// Bytes of one document.
    public static let byteLimit = 20 * 1024 * 1024

    /// Of a file's name, any of these.
    public var endings: [String] {
        switch self {
        case .pdf: ["pdf"]
        case .png: ["png"]
        case .jpeg: ["jpg", "jpeg"]
        case .xlsx: ["xlsx"]
        case .docx: ["docx"]
        case .text: ["txt", "csv"]
        }
    }

    public var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .text: "text/plain; charset=utf-8"
        }
    }

    public var name: Sentence {
        switch self {
        case .pdf: Sentence(zh: "PDF 文件", en: "PDF")
        case .png: Sentence(zh: "PNG 图片", en: "PNG image")
        case .jpeg: Sentence(zh: "JPEG 图片", en: "JPEG image")
        case .xlsx: Sentence(zh: "Excel 工作簿", en: "Excel workbook")
        case .docx: Sentence(zh: "Word 文档", en: "Word document")
        case .text: Sentence(zh: "文本", en: "text")
        }
    }

    /// Tells the kind and whether the name fits it.
    ///
    /// - Parameter parts: the names in the zip file that it is; empty when it is none.
    public static func of(
        _ bytes: [UInt8], name: String, zipParts parts: Set<String>
    ) throws(DocumentRefusal) -> DocumentKind {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= byteLimit else { throw .tooLarge }
        guard !name.isEmpty, name.utf8.count <= 255,
            !name.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 || isDirection($0) })
        else { throw .name }
        guard let kind = kind(of: bytes, parts) else { throw .unknownContent }
        let ending = name.split(separator: ".", omittingEmptySubsequences: false).last.map {
            $0.lowercased()
        }
        guard let ending, kind.endings.contains(ending) else { throw .otherEnding(kind) }
        return kind
    }

    /// Marks that turn the direction of writing make `exe.pdf` of what ends otherwise.
    private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }

    private static func kind(of bytes: [UInt8], _ parts: Set<String>) -> DocumentKind? {
        if bytes.starts(with: "%PDF-".utf8) { return contains("%%EOF", in: bytes.suffix(2_048)) ? .pdf : nil }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            return bytes.dropFirst(12).starts(with: "IHDR".utf8) ? .png : nil
        }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.starts(with: [0x50, 0x4B]) { return office(parts) }
        return isPlainText(bytes) ? .text : nil
    }

    /// Workbooks and documents without programs in them.
    private static func office(_ parts: Set<String>) -> DocumentKind? {
        guard parts.contains("[Content_Types].xml"),
            !parts.contains(where: { $0.hasSuffix("vbaProject.bin") })
        else { return nil }
        if parts.contains("xl/workbook.xml") { return .xlsx }
        return parts.contains("word/document.xml") ? .docx : nil
    }

    /// UTF-8 without control characters other than tabs and line breaks.
    private static func isPlainText(_ bytes: [UInt8]) -> Bool {
        guard !bytes.contains(where: { $0 < 32 && $0 != 9 && $0 != 10 && $0 != 13 || $0 == 127 }) else {
            return false
        }
        return String(validating: bytes, as: UTF8.self) != nil
    }

    private static func contains(_ mark: String, in bytes: ArraySlice<UInt8>) -> Bool {
        let wanted = Array(mark.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
    }
}

/// What a document is for.
public enum DocumentPurpose: String, CaseIterable, Sendable {
    case application, contract, filing, payment, claim, recovery, other
    case dueDiligence = "due_diligence"

    public var name: Sentence {
        switch self {
        case .application: Sentence(zh: "申请材料", en: "application")
        case .dueDiligence: Sentence(zh: "尽职调查", en: "due diligence")
        case .contract: Sentence(zh: "合同", en: "contract")
        case .filing: Sentence(zh: "备案", en: "filing")
        case .payment: Sentence(zh: "收付凭证", en: "payment")
        case .claim: Sentence(zh: "索赔与代偿", en: "claim and compensation")
        case .recovery: Sentence(zh: "追偿", en: "recovery")
        case .other: Sentence(zh: "其他", en: "other")
        }
    }
}

/// Why a file is not kept.
public enum DocumentRefusal: Refusal {
    case empty, tooLarge, name, unknownContent, purpose, notOwn
    case otherEnding(DocumentKind)

    public var code: String { "document_not_taken" }

    public var sentence: Sentence {
        switch self {
        case .empty: Sentence(zh: "请选择一个不为空的文件。", en: "Choose a file that is not empty.")
        case .tooLarge:
            Sentence(
                zh: "文件不能超过 \(DocumentKind.byteLimit / 1_048_576) MB；请拆分或压缩后上传。",
                en: """
                    A file may have at most \(DocumentKind.byteLimit / 1_048_576) MB; split or compress it.
                    """)
        case .name:
            Sentence(
                zh: "文件名不能为空，不超过 255 字节，也不能含控制字符；请改名后上传。",
                en: "A file's name needs 1 to 255 bytes without control characters; rename it.")
        case .unknownContent:
            Sentence(
                zh: "只接收 PDF、PNG、JPEG、不带宏的 xlsx 和 docx，以及 UTF-8 文本；这个文件的内容不是其中之一。",
                en: """
                    Only PDF, PNG, JPEG, xlsx and docx without macros and UTF-8 text are taken; the content \
                    of this file is none of them.
                    """)
        case .otherEnding(let kind):
            Sentence(
                zh: "文件内容是\(kind.name.zh)，文件名应以 .\(kind.endings[0]) 结尾；请改名后上传。",
                en: "The content is of kind \(kind.name.en), so the name should end in .\(kind.endings[0]).")
        case .purpose: Sentence(zh: "请选择材料类别。", en: "Choose what the document is for.")
        case .notOwn:
            Sentence(
                zh: "只有上传机构可以用新版本替代这份材料，且只能替代一次。",
                en: "Only the organisation that added a document replaces it, and only once.")
        }
    }
}
