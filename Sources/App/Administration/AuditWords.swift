import Core

/// What the actions of the audit log are called; the log itself keeps the words of the program.
enum AuditWords {
    /// The name of such as `guarantee.compensated`; nil for a word of an older program.
    static func name(_ action: String) -> Sentence? {
        if let name = names[action] { return name }
        let parts = action.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let word = String(parts[1])
        switch parts[0] {
        case "guarantee":
            return GuaranteeStep(rawValue: word)?.name ?? EntryKind(rawValue: word)?.name
        case "import": return imports[word]
        default: return EntryKind(rawValue: word)?.name
        }
    }

    /// The name with the word behind it, by which the log is searched.
    static func text(_ action: String, _ t: Language) -> String {
        guard let name = name(action) else { return action }
        return t("\(name.zh)（\(action)）", "\(name.en) (\(action))")
    }

    private static let imports: [String: Sentence] = [
        "institutions": Sentence(zh: "导入机构", en: "Institutions imported"),
        "agreements": Sentence(zh: "导入协议", en: "Agreements imported"),
        "guarantees": Sentence(zh: "导入担保", en: "Guarantees imported"),
        "events": Sentence(zh: "导入业务事项", en: "Events imported"),
        "dca": Sentence(zh: "导入发展信用局担保", en: "DCA guarantees imported"),
        "rights": Sentence(zh: "导入知识产权", en: "Rights imported"),
        "qualifications": Sentence(zh: "导入资格", en: "Qualifications imported"),
        "platforms": Sentence(zh: "导入服务平台", en: "Support platforms imported"),
        "hosting": Sentence(zh: "导入孵化关系", en: "Hosting imported"),
        "incidents": Sentence(zh: "导入事故与处罚", en: "Incidents imported"),
        "related": Sentence(zh: "导入关联方", en: "Related parties imported"),
        "contacts": Sentence(zh: "导入联系人", en: "Contacts imported"),
    ]

    private static let names: [String: Sentence] = [
        "agreement.conclude": Sentence(zh: "签订协议", en: "Agreement concluded"),
        "agreement.end": Sentence(zh: "终止协议", en: "Agreement ended"),
        "application.begin": Sentence(zh: "开始填写申请", en: "Application begun"),
        "application.save": Sentence(zh: "保存申请", en: "Application saved"),
        "application.submit": Sentence(zh: "提交申请", en: "Application submitted"),
        "application.discard": Sentence(zh: "放弃申请", en: "Application discarded"),
        "application.withdraw": Sentence(zh: "撤回申请", en: "Application withdrawn"),
        "book.rebuild": Sentence(zh: "重建账簿的派生数据", en: "Derived data of the book rebuilt"),
        "contact.tell": Sentence(zh: "登记联系人", en: "Contact told"),
        "decision.keep": Sentence(zh: "留存判定", en: "Decision kept"),
        "document.add": Sentence(zh: "上传文件", en: "Document added"),
        "enterprise.read": Sentence(zh: "查阅企业资料", en: "Firm's data read"),
        "enterprise.record": Sentence(zh: "登记企业记录", en: "Record of a firm entered"),
        "enterprise.records": Sentence(zh: "登记企业记录", en: "Records of a firm entered"),
        "enterprise.register": Sentence(zh: "登记企业", en: "Firm registered"),
        "enterprise.relate": Sentence(zh: "登记关联方", en: "Related party entered"),
        "enterprise.tell": Sentence(zh: "报送企业数据", en: "Firm's data told"),
        "entitlement.match": Sentence(zh: "匹配可享政策", en: "Entitlements matched"),
        "entitlement.see": Sentence(zh: "查看可享政策", en: "Entitlement seen"),
        "entitlement.take_up": Sentence(zh: "受理可享政策", en: "Entitlement taken up"),
        "entry.reverse": Sentence(zh: "冲正分录", en: "Entry taken back"),
        "guarantee.apply": Sentence(zh: "申请担保", en: "Guarantee applied for"),
        "guarantee.bring_in": Sentence(zh: "补录担保", en: "Guarantee brought in"),
        "guarantee.rebuild": Sentence(zh: "重建担保余额", en: "Guarantee's balances rebuilt"),
        "guarantee.reverse": Sentence(zh: "冲正分录", en: "Entry taken back"),
        "institution.controller": Sentence(zh: "登记控制人", en: "Controller entered"),
        "institution.net_assets": Sentence(zh: "登记净资产", en: "Net assets entered"),
        "institution.register": Sentence(zh: "登记机构", en: "Institution registered"),
        "monthly_entry.enter": Sentence(zh: "填报月报", en: "Monthly form entered"),
        "notice.daily": Sentence(zh: "每日提醒", en: "Notices of the day"),
        "notice.read": Sentence(zh: "阅读通知", en: "Notices read"),
        "organisation.add": Sentence(zh: "增加单位", en: "Organisation added"),
        "person.add": Sentence(zh: "增加人员", en: "Person added"),
        "person.change": Sentence(zh: "变更人员", en: "Person changed"),
        "person.password": Sentence(zh: "更改密码", en: "Password changed"),
        "person.code_on": Sentence(zh: "启用动态口令", en: "One-time codes switched on"),
        "person.code_off": Sentence(zh: "停用动态口令", en: "One-time codes switched off"),
        "platform.register": Sentence(zh: "登记服务平台", en: "Support platform registered"),
        "policy.draft": Sentence(zh: "起草政策", en: "Policy drafted"),
        "policy.revise": Sentence(zh: "修改政策草案", en: "Policy draft revised"),
        "policy.decide": Sentence(zh: "复核政策草案", en: "Policy draft decided on"),
        "policy.approve": Sentence(zh: "同意政策施行", en: "Policy put in force"),
        "policy.reject": Sentence(zh: "退回政策草案", en: "Policy draft rejected"),
        "policy.withdraw": Sentence(zh: "撤回政策草案", en: "Policy draft withdrawn"),
        "policy.take_back": Sentence(zh: "收回尚未施行的政策", en: "Policy taken back before its day"),
        "proposal.enter": Sentence(zh: "提交复核", en: "Entered for approval"),
        "proposal.approve": Sentence(zh: "复核同意", en: "Approved"),
        "proposal.reject": Sentence(zh: "复核退回", en: "Rejected"),
        "proposal.withdraw": Sentence(zh: "撤回提交", en: "Withdrawn"),
        "research.figures": Sentence(zh: "研发数据报送名录", en: "R&D figures told to the register"),
        "research.import": Sentence(zh: "导入研发账簿", en: "R&D books imported"),
        "research.project": Sentence(zh: "登记研发项目", en: "R&D project entered"),
        "research.vouchers": Sentence(zh: "登记研发凭证", en: "R&D vouchers entered"),
        "session.begin": Sentence(zh: "登录", en: "Signed in"),
        "session.code": Sentence(zh: "核对动态口令", en: "One-time code checked"),
        "session.end": Sentence(zh: "退出登录", en: "Signed out"),
        "session.refuse": Sentence(zh: "登录失败", en: "Sign-in refused"),
        "settlement.tick": Sentence(zh: "核对往来", en: "Settlement ticked off"),
        "source.add": Sentence(zh: "登记数据来源", en: "Source of data added"),
        "token.add": Sentence(zh: "签发接口令牌", en: "Token issued"),
        "token.revoke": Sentence(zh: "吊销接口令牌", en: "Token revoked"),
    ]
}
