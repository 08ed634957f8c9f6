package io.yizhan.platform.http;

import io.yizhan.platform.ProblemType;
import io.yizhan.platform.Text;

/** What a client does about a problem. Every problem has exactly one advice; the exceptions to its status stand first. */
enum Advice {
    REPEAT_WITH_SAME_KEY(
            "用相同的 Idempotency-Key 重复原请求，不会重复办理。",
            "Repeat the request with the same Idempotency-Key; it takes effect once."),
    CORRECT_KEY(
            "为每次操作生成一个新的 Idempotency-Key，仅在重试同一请求时沿用。",
            "Make a new Idempotency-Key for each command and keep it only when you repeat the same request."),
    CHECK_NUMBER("请对照回执重新输入查询号。", "Type the number again as it stands on the receipt."),
    READ_FIRST("先读取对象，再带上得到的 ETag 重发。", "Read the object first and send its ETag along."),
    FIX_REQUEST(
            "按 errors 中的位置改正后重发；原样重试没有用。",
            "Mend what errors point at and send it again; repeating it unchanged does not help."),
    FIX_CLIENT("请对照接口文档修改客户端；原样重试没有用。", "Mend the client by the API document; repeating the request does not help."),
    SIGN_IN("登录或刷新令牌后重试。", "Sign in or refresh the token, then repeat."),
    GET_RIGHTS("换用有权限的身份，或向管理员申请权限。", "Use an identity that may do this, or ask an administrator."),
    LOOK_ELSEWHERE(
            "请核对编号；它不存在，或不属于当前身份。", "Check the id: it does not exist, or does not belong to the present identity."),
    DECIDE_AGAIN("重新读取最新内容，再决定是否重做。", "Read it again and decide anew."),
    WAIT("等待 Retry-After 给出的秒数后重试。", "Wait for the seconds in Retry-After, then repeat."),
    TELL_US("请把 requestId 告诉我们。", "Please tell us the requestId.");

    private final Text text;

    Advice(String zh, String en) {
        text = new Text(zh, en);
    }

    Text text() {
        return text;
    }

    static Advice of(ProblemType type) {
        return switch (type) {
            case OUTCOME_UNKNOWN, REQUEST_IN_PROGRESS -> REPEAT_WITH_SAME_KEY;
            case IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_REUSED -> CORRECT_KEY;
            case QUERY_NUMBER_INVALID, PROGRESS_NOT_FOUND -> CHECK_NUMBER;
            case VERSION_REQUIRED -> READ_FIRST;
            default -> ofStatus(type.status());
        };
    }

    private static Advice ofStatus(int status) {
        return switch (status) {
            case 400, 422 -> FIX_REQUEST;
            case 401 -> SIGN_IN;
            case 403 -> GET_RIGHTS;
            case 404, 410 -> LOOK_ELSEWHERE;
            case 409, 412 -> DECIDE_AGAIN;
            case 429, 503 -> WAIT;
            case 500 -> TELL_US;
            default -> FIX_CLIENT;
        };
    }
}
