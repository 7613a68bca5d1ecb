import Core

/// What a page says of what was done just before.
enum ActionMessages {
    static func done(_ ask: Ask) -> String? {
        let t = ask.language
        switch ask.query["done"] {
        case "entered": return t("已提交，等待复核。", "Submitted; it waits for approval.")
        case "done": return t("已办理。", "Done.")
        case "approved": return t("已同意并记账。", "Approved and recorded.")
        case "rejected": return t("已退回经办。", "Rejected; the clerk will see it.")
        case "withdrawn": return t("已撤回。", "Withdrawn.")
        case "applied":
            return t("申请已提交，等待担保机构受理。", "The application was sent; the guarantor will take it up.")
        case "document": return t("材料已保存。", "The document was added.")
        default: return nil
        }
    }
}
