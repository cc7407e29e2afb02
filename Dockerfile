# 归档 Guidang: API and workers. Was checked by compliance-tests/house/deployment.test.ts; never built, for want of a container runtime.
FROM node:24.21.0-bookworm-slim

RUN apt-get update \
  && apt-get install -y --no-install-recommends build-essential python3 openssl fonts-noto-cjk chromium \
  && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY archive-schema archive-schema
COPY storage storage
COPY pipelines pipelines
COPY services services

ENV DATA_DIR=/data HOST=0.0.0.0 PORT=8080
RUN install -d -o node -g node -m 700 /data
VOLUME /data
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["npm", "start"]
