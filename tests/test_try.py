import time
def test_a(as_, cast):
    t=time.time()
    b = as_("member"); print("sign in", time.time()-t)
    t=time.time(); b.get(f"/visits/{cast.visit}"); print("page", time.time()-t)
    t=time.time(); b.tap("answers/CD-01/result", value="pass"); print("tap", time.time()-t)
def test_b(signed_app, cast):
    pass
def test_c(app): pass
