package io.yizhan.platform;

/**
 * Every way a request can fail, as a client sees it (RFC 9457). The slug is stable and part of {@code type}; the
 * code is short enough to be read aloud on the phone; the title says what is wrong. Rows are only ever added.
 */
public enum ProblemType {
    // fix the request
    INVALID_REQUEST("invalid-request", "G400", 400, "请求内容有误", "The request is not valid"),
    MALFORMED_JSON("malformed-json", "G401", 400, "请求正文不是有效的 JSON", "The body is not valid JSON"),
    CURSOR_INVALID("cursor-invalid", "G402", 400, "翻页标记无效", "The cursor is not valid"),
    NOT_FOUND("not-found", "G404", 404, "没有这个地址或对象", "There is nothing at this address"),
    METHOD_NOT_ALLOWED("method-not-allowed", "G405", 405, "该地址不支持此方法", "This address does not support the method"),
    NOT_ACCEPTABLE("not-acceptable", "G406", 406, "无法以要求的格式回答", "No acceptable representation"),
    PAYLOAD_TOO_LARGE("payload-too-large", "G413", 413, "请求正文过大", "The body is too large"),
    URI_TOO_LONG("uri-too-long", "G414", 414, "地址过长", "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", "G415", 415, "不支持的内容类型", "The content type is not supported"),
    HEADERS_TOO_LARGE("headers-too-large", "G431", 431, "请求头过大", "The header fields are too large"),
    IDEMPOTENCY_KEY_MISSING("idempotency-key-missing", "G410", 400, "缺少 Idempotency-Key", "Idempotency-Key is missing"),
    IDEMPOTENCY_KEY_INVALID(
            "idempotency-key-invalid", "G411", 400, "Idempotency-Key 格式有误", "Idempotency-Key is not well formed"),
    IDEMPOTENCY_KEY_REUSED(
            "idempotency-key-reused",
            "G412",
            422,
            "同一 Idempotency-Key 用于不同内容",
            "Idempotency-Key was used for another body"),
    ITEM_UNKNOWN("item-unknown", "C404", 404, "没有这个事项", "There is no such item"),
    MATERIAL_TYPE_UNKNOWN("material-type-unknown", "C405", 422, "没有这种材料类型", "There is no such material type"),
    CATALOGUE_VERSION_UNKNOWN(
            "catalogue-version-unknown", "C406", 404, "没有这个目录版本", "There is no such version of the catalogue"),
    CATALOGUE_ARCHIVE_UNREADABLE("catalogue-archive-unreadable", "C400", 400, "无法读取压缩包", "The archive cannot be read"),
    CATALOGUE_INVALID("catalogue-invalid", "C422", 422, "目录文件有误", "The catalogue files break the rules"),

    MATERIAL_NOT_FOUND("material-not-found", "M404", 404, "没有这份材料", "There is no such material"),
    FILE_TYPE_REFUSED("file-type-refused", "M415", 415, "不接受这种文件", "This kind of file is not accepted"),
    FILE_TOO_LARGE("file-too-large", "M413", 413, "文件过大", "The file is too large"),
    UPLOAD_INVALID("upload-invalid", "M400", 400, "上传内容有误", "The upload is not valid"),
    UPLOAD_QUOTA_EXCEEDED("upload-quota-exceeded", "M429", 429, "上传总量超限", "The upload quota is used up"),
    AUDIENCE_MISMATCH("audience-mismatch", "B420", 422, "该事项不面向此类申请人", "The item is not for this kind of applicant"),
    MATERIALS_INCOMPLETE("materials-incomplete", "B421", 422, "材料不齐", "Materials are missing or not usable"),
    MATERIAL_NOT_REUSABLE("material-not-reusable", "B423", 422, "该材料不得重复使用", "The material may not be used again"),
    MATERIAL_USED_TWICE("material-used-twice", "B424", 422, "同一材料列出两次", "A material is listed twice"),
    FORM_INVALID("form-invalid", "B425", 422, "表单内容有误", "The form is not valid"),
    CASE_NOT_FOUND("case-not-found", "B404", 404, "没有这个办件", "There is no such case"),
    LICENCE_NOT_FOUND("licence-not-found", "L404", 404, "没有这份证照", "There is no such licence"),
    LICENCE_COPY_NOT_FOUND("licence-copy-not-found", "L405", 404, "没有这份证照复制件", "There is no such copy of a licence"),
    LICENCE_COPY_EXPIRED("licence-copy-expired", "L410", 410, "证照复制件已过期", "The copy of the licence is no longer good"),
    LICENCE_IDENTIFIER_INVALID(
            "licence-identifier-invalid", "L422", 422, "电子证照标识有误", "The licence identifier has a typing error"),
    DOCUMENT_NOT_FOUND("document-not-found", "L406", 404, "没有这份文书", "There is no such document"),
    VERIFICATION_CODE_INVALID(
            "verification-code-invalid", "L400", 400, "验证码有误，请核对", "The verification code has a typing error"),
    VERIFICATION_NOT_FOUND("verification-not-found", "L407", 404, "查不到这个验证码", "Nothing is known under this code"),
    DRAFT_NOT_FOUND("draft-not-found", "D404", 404, "没有这份草稿", "There is no such draft"),
    QUERY_NUMBER_INVALID("query-number-invalid", "P400", 400, "查询号有误，请核对", "The query number has a typing error"),
    PROGRESS_NOT_FOUND("progress-not-found", "P404", 404, "查不到这个号", "Nothing can be shown for this number"),
    IDENTITY_NUMBER_INVALID("identity-number-invalid", "I422", 422, "证件号码有误", "The identity number is not valid"),
    IDENTITY_NUMBER_SUSPICIOUS(
            "identity-number-suspicious",
            "I423",
            422,
            "证件号码需先与登记机关核对",
            "The identity number must be confirmed against the register first"),
    AGENT_NOT_FOUND(
            "agent-not-found", "I424", 422, "没有与姓名和证件号码相符的已登记人员", "Nobody is registered under this name and number"),
    SUBJECT_NOT_FOUND("subject-not-found", "I404", 404, "没有登记该主体", "The subject is not registered"),
    MANDATE_NOT_FOUND("mandate-not-found", "I405", 404, "没有该授权", "There is no such mandate"),
    DEVICE_NOT_FOUND("device-not-found", "I406", 404, "没有该设备", "There is no such device"),

    // sign in or get rights
    SIGN_IN_REFUSED("sign-in-refused", "I401", 401, "登录未通过，请重新开始", "The sign-in was refused, start again"),
    REFRESH_REFUSED("refresh-refused", "I402", 401, "登录已失效，请重新登录", "The session has ended, sign in again"),
    SCOPE_NOT_HELD("scope-not-held", "I403", 403, "没有该岗位权限", "You do not hold this role"),
    MANDATE_REFUSED("mandate-refused", "I407", 403, "没有代表该单位的有效授权", "You hold no valid mandate for this"),
    UNAUTHENTICATED("unauthenticated", "G403", 401, "需要登录", "Sign in first"),
    FORBIDDEN("forbidden", "G407", 403, "没有权限", "You may not do this"),

    // reload and decide again
    REQUEST_IN_PROGRESS("request-in-progress", "G409", 409, "相同请求正在处理", "The same request is still running"),
    DATA_CONFLICT("data-conflict", "G419", 409, "与现有数据冲突", "This conflicts with what is already there"),
    VERSION_CHANGED("version-changed", "G422", 412, "内容已被更改", "It has been changed in the meantime"),
    VERSION_REQUIRED("version-required", "G428", 428, "缺少 If-Match", "If-Match is required"),

    CASE_STATE_CONFLICT("case-state-conflict", "B409", 409, "办件当前状态不允许此操作", "The case's state does not allow this"),
    CORRECTION_TOLD_ALREADY(
            "correction-told-already",
            "B410",
            409,
            "补正要求须一次性告知，已告知过",
            "Corrections are told once and completely, and they have been told"),
    EXTENSION_GRANTED_ALREADY(
            "extension-granted-already",
            "B411",
            409,
            "本件已申请或批准过延期",
            "An extension has been asked for or granted already"),
    FOUR_EYES_REQUIRED("four-eyes-required", "B412", 409, "须由另一名工作人员办理", "Another member of staff has to do this"),
    MATERIALS_OWED(
            "materials-owed",
            "B413",
            409,
            "容缺材料尚未补齐，不能作出准予决定",
            "Materials left to be supplied later are still missing"),
    ENDING_NOT_ALLOWED("ending-not-allowed", "B414", 409, "当前情形不允许以此方式办结", "The case may not end in this way now"),
    CALENDAR_YEAR_INVALID("calendar-year-invalid", "H422", 422, "节假日安排有误", "The holiday notice has mistakes"),
    CALENDAR_YEAR_UNKNOWN("calendar-year-unknown", "H404", 404, "工作日历没有这一年", "The calendar has no such year"),
    CALENDAR_YEAR_ANNOUNCED(
            "calendar-year-announced", "H409", 409, "这一年的安排已导入", "This year has been announced already"),
    CLOSURE_NOT_FOUND("closure-not-found", "H405", 404, "大厅当日并未停办", "The hall is not shut on that day"),
    REVIEW_NOT_FOUND("review-not-found", "A404", 404, "没有这项审查任务", "There is no such review"),
    REVIEW_CLAIMED("review-claimed", "A409", 409, "任务已由他人认领", "Somebody else has claimed it"),
    REVIEW_NOT_CLAIMED("review-not-claimed", "A410", 409, "请先认领任务", "Claim it first"),
    REVIEWS_OPEN("reviews-open", "A411", 409, "还有部门未提交审查意见", "Some departments have not given their opinion"),
    REVIEW_DISAGREES(
            "review-disagrees", "A412", 409, "有部门不同意，不能作出准予决定", "A department disagrees, so it cannot be granted"),
    ATTACHMENT_NOT_FOUND("attachment-not-found", "A406", 404, "没有这个附件", "There is no such attachment"),
    REPORT_BATCH_NOT_FOUND("report-batch-not-found", "F406", 404, "没有这个上报批次", "There is no such batch"),
    REPORT_RECEIPT_MISMATCH(
            "report-receipt-mismatch",
            "F409",
            409,
            "回执与应确认的批次不符",
            "The receipt is not that of the batch to be acknowledged"),
    PARKED_NOT_FOUND("parked-not-found", "F404", 404, "没有这条滞留的事件", "There is no such parked entry"),
    WEBHOOK_NOT_FOUND("webhook-not-found", "F405", 404, "没有这个推送地址", "There is no such webhook"),
    WEBHOOK_ADDRESS_REFUSED("webhook-address-refused", "F422", 422, "不接受这个推送地址", "Events are not sent to this address"),
    CARD_NOT_FOUND("card-not-found", "A405", 404, "没有这张督办牌", "There is no such card"),
    CARD_CANCELLED("card-cancelled", "A413", 409, "督办牌已撤销", "The card has been cancelled already"),
    LICENCE_STATE_CONFLICT(
            "licence-state-conflict", "L409", 409, "证照当前状态不允许此操作", "The licence's state does not allow this"),
    RATING_NOT_FOUND("rating-not-found", "E404", 404, "没有这条评价", "There is no such rating"),
    RATED_ALREADY("rated-already", "E409", 409, "本次服务已评价", "This occasion has been rated already"),
    RATING_NOT_OPEN("rating-not-open", "E410", 409, "尚不能评价", "It cannot be rated yet"),
    RATING_SETTLED(
            "rating-settled",
            "E411",
            409,
            "评价已修改过或已过修改期限",
            "The rating has been amended already, or it is too late to"),
    RECTIFICATION_STATE_CONFLICT(
            "rectification-state-conflict", "E412", 409, "整改当前阶段不允许此操作", "The rectification does not allow this now"),
    REUSE_CHANGED("reuse-changed", "B419", 409, "可用材料已变化，请重新核对", "What may be reused has changed, match again"),
    DAILY_NUMBERS_EXHAUSTED(
            "daily-numbers-exhausted", "B429", 409, "该事项今日编号已用完", "The item's numbers of today are used up"),
    DRAFT_EXISTS("draft-exists", "D409", 409, "该事项已有草稿", "There is a draft for this item already"),
    DRAFT_CHANGED("draft-changed", "D412", 409, "草稿已被更改", "The draft has been changed in the meantime"),

    // slow down or wait
    TOO_MANY_REQUESTS("too-many-requests", "G429", 429, "请求过于频繁", "Too many requests"),
    SERVICE_BUSY("service-busy", "G503", 503, "服务繁忙，请稍后再试", "The service is busy, try again shortly"),
    CATALOGUE_UNAVAILABLE("catalogue-unavailable", "C503", 503, "目录尚未发布", "No catalogue has been published yet"),
    CODE_DELIVERY_UNAVAILABLE(
            "code-delivery-unavailable", "I503", 503, "验证码发送服务不可用", "One-time codes cannot be delivered at present"),
    OUTCOME_UNKNOWN(
            "outcome-unknown",
            "G504",
            503,
            "结果未知，请用相同的 Idempotency-Key 重试",
            "The outcome is unknown: repeat with the same Idempotency-Key"),

    // tell us
    INTERNAL_ERROR("internal-error", "G500", 500, "系统内部错误", "Something went wrong on our side");

    private final String slug;
    private final String code;
    private final int status;
    private final Text title;

    ProblemType(String slug, String code, int status, String zh, String en) {
        this.slug = slug;
        this.code = code;
        this.status = status;
        this.title = new Text(zh, en);
    }

    /** Last segment of the {@code type} address {@code /v1/problems/{slug}}. */
    public String slug() {
        return slug;
    }

    public String code() {
        return code;
    }

    /** HTTP status code. */
    public int status() {
        return status;
    }

    public Text title() {
        return title;
    }

    /** The {@code type} member of the problem document, relative to the service's address. */
    public String uri() {
        return "/v1/problems/" + slug;
    }
}
