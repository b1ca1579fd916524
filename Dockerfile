# The site in an image. docs/hosting.md says how to run it, and what is not tested of it.
# Built in two steps, so that what builds it is not in it. All that comes from a registry is held to its hash; who wants
# the same base image each time writes its digest behind the name: python:3.13-slim@sha256:…
FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements/build.txt requirements/image.txt requirements/
RUN python -m venv tools \
 && tools/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements/build.txt \
 && python -m venv /opt/amends \
 && /opt/amends/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements/image.txt
COPY pyproject.toml README.md LICENSE LICENSE-content ./
COPY src src
RUN tools/bin/python -m hatchling build -t wheel \
 && /opt/amends/bin/pip install --no-cache-dir --no-deps dist/*.whl \
 && /opt/amends/bin/pip uninstall --yes pip

FROM python:3.13-slim
RUN groupadd --system --gid 10001 amends \
 && useradd --system --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin amends \
 && install --directory --owner=amends --group=amends --mode=0700 /data
COPY --from=build /opt/amends /opt/amends
ENV PATH=/opt/amends/bin:$PATH PYTHONDONTWRITEBYTECODE=1 AMENDS_DATA=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
# Asked under the first name of AMENDS_HOSTS: under a name that is not there every page is refused.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as web; name = (os.environ.get('AMENDS_HOSTS') or 'localhost').split(',')[0].strip(); path = os.environ.get('AMENDS_PATH') or '/'; web.urlopen(web.Request(f'http://127.0.0.1:8000{path}healthz', headers={'Host': name}), timeout=4)"]
CMD ["amends", "serve", "--host", "0.0.0.0", "--port", "8000"]
